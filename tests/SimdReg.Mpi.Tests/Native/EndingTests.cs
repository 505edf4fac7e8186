using System.Reflection;
using Xunit.Sdk;

namespace SimdReg.Mpi.Tests;

/// <summary>A rank that stops ends the job: the others wait in a call of MPI, and would wait for ever.</summary>
[Trait("Category", "Long")]
public class EndingTests
{
    [MpiTheory, Stops(ranks: 3)]
    public void A_rank_that_stops_ends_the_job_and_others_say_why(string launcher, int ranks, string how, string reason, string where)
    {
        var result = MpiRun.Of<Ending>(launcher, ranks, how, where).Failed();
        Assert.DoesNotContain("Not stopped", result.Text, StringComparison.Ordinal);
        Assert.Contains(reason, result.Text, StringComparison.Ordinal);

        // Hydra, the launcher of MPICH, kills the others without notice. Open MPI gives them a second, which on a busy machine is not enough for every rank.
        if (launcher == MpiLauncher.OpenMpi)
        {
            const string Notice = "ended by mpirun (SIGTERM): another rank has stopped, or the job was cancelled. The cause is the first message of another rank or of mpirun.";
            Assert.Contains(result.AllErrors, line => line == $"rank 0 of {ranks}: {Notice}" || line == $"rank 2 of {ranks}: {Notice}");
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class StopsAttribute(int ranks) : DataAttribute
    {
        private static readonly string[] _waits = ["barrier", "exchange"];

        public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
            from launcher in MpiLauncher.Found
            from stop in new[]
            {
                ("SIGKILL", launcher.Name == MpiLauncher.OpenMpi ? "signal 9 (Killed)" : "Killed (signal 9)"),
                ("exit 3", "rank 1 of 3: the process exits without MpiSession.End()."),
                ("abort", "rank 1 of 3: cannot go on."),
                ("exception", "rank 1 of 3: System.InvalidOperationException: Rank 1 stops here."),
                ("caught exception", "rank 1 of 3: the process exits without MpiSession.End()."),
            }
            from wait in _waits
            select new object[] { launcher.Name, ranks, stop.Item1, stop.Item2, wait };
    }
}
