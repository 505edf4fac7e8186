namespace SimdReg.Mpi.Tests;

/// <summary>
/// What each rank of a job does in a process of its own. A class of any file that derives from this and has a parameterless constructor can be started with
/// <see cref="MpiRun"/>. An exception fails the job; so use <see cref="Assert"/> here as in a test. What the test itself needs to see is printed.
/// </summary>
/// <example>
/// <code>
/// public class SumTests
/// {
///     [MpiTheory, Ranks(1, 2, 8)]
///     public void Ranks_are_counted(string launcher, int ranks) =>
///         Assert.All(MpiRun.Of&lt;Counting&gt;(launcher, ranks, "hello").Succeeded().Ranks, rank => Assert.Equal(["hello"], rank.Output));
///
///     private sealed class Counting : Scenario
///     {
///         protected override void Run(Communicator world, string[] arguments)
///         {
///             Assert.Equal(Enumerable.Range(0, world.Size), world.AllGather([world.Rank]));
///             Console.WriteLine(arguments[0]);
///         }
///     }
/// }
/// </code>
/// </example>
internal abstract class Scenario
{
    /// <summary>The process: starts MPI, runs, ends MPI. A scenario about starting or ending overrides this.</summary>
    public virtual void Main(string[] arguments)
    {
        var session = MpiSession.Start();
        Run(session.World, arguments);
        session.End();
    }

    /// <summary>What each rank does.</summary>
    protected virtual void Run(Communicator world, string[] arguments) =>
        throw new NotSupportedException($"{GetType().Name} overrides neither Run nor Main.");
}
