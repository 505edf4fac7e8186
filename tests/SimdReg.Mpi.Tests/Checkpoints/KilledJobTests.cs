using System.Globalization;

namespace SimdReg.Mpi.Tests;

/// <summary>A rank that is killed ends the job; the job restarted from the checkpoint, on another number of ranks, ends with the bits of one that was never killed.</summary>
[Trait("Category", "Long")]
public class KilledJobTests
{
    private static readonly Lazy<string> _expected = new(() =>
    {
        using var folder = new TemporaryFolder();
        return Assert.Single(MpiRun.Alone<KilledJob>([folder.Path, "alone"]).Succeeded().Text.Split('\n'), line => line.StartsWith("weights: ", StringComparison.Ordinal));
    });

    [MpiTheory, Ranks(1, 3)]
    public void A_job_that_is_not_killed_has_the_bits_of_one_process(string launcher, int ranks)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(["resumed at 0", _expected.Value], MpiRun.Of<KilledJob>(launcher, ranks, folder.Path).Succeeded().Ranks[0].Output);
    }

    [MpiTheory, Ranks(2, 4)]
    public void A_rank_that_is_killed_in_an_update_of_its_shard(string launcher, int ranks) => Restarts(launcher, ranks, "in an update", killedAt: 7, lastSave: 6);

    [MpiTheory, Ranks(2, 4)]
    public void A_rank_that_is_killed_at_any_time_of_a_step(string launcher, int ranks) => Restarts(launcher, ranks, "in a step", killedAt: 7, lastSave: 6);

    [MpiTheory, Ranks(2, 4)]
    public void A_rank_that_is_killed_in_a_save(string launcher, int ranks) => Restarts(launcher, ranks, "in a save", killedAt: 8, lastSave: 9);

    private static void Restarts(string launcher, int ranks, string how, int killedAt, int lastSave)
    {
        using var folder = new TemporaryFolder();
        var killed = MpiRun.Of<KilledJob>(launcher, ranks, folder.Path, how, $"{ranks - 1}", $"{killedAt}").Failed();
        Assert.DoesNotContain("weights:", killed.Text, StringComparison.Ordinal);
        if (launcher == MpiLauncher.OpenMpi)
        {
            // MPICH kills the others without notice.
            Assert.All(
                Enumerable.Range(0, ranks - 1),
                rank => Assert.Contains(killed.AllErrors, line => line.Contains($"rank {rank} of {ranks}: ended by mpirun (SIGTERM): another rank has stopped", StringComparison.Ordinal)));
        }

        var output = MpiRun.Of<KilledJob>(launcher, ranks == 2 ? 5 : 3, folder.Path).Succeeded().Ranks[0].Output;
        Assert.Equal(_expected.Value, output[^1]);
        Assert.InRange(int.Parse(output[0].Split(' ')[^1], CultureInfo.InvariantCulture), killedAt / KilledJob.SaveInterval * KilledJob.SaveInterval, lastSave);
    }
}
