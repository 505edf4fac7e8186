namespace SimdReg.Mpi.Tests;

/// <summary>Whatever a job that ends within a save has left: a saved step is read from it, and the next save clears the rest away.</summary>
public class CrashTests
{
    /// <summary>The states of the folder between two operations of a save, and within the writing of each file.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_state_that_a_save_goes_through_can_be_read(bool isSameStep)
    {
        using var states = new SaveStates(isSameStep);
        foreach (var (folder, steps) in states.All)
        {
            states.AssertReads(folder, steps);
        }
    }

    [Theory, Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(4)]
    public void A_process_that_is_killed_at_any_time_leaves_its_last_saved_step(int size)
    {
        using var folder = new TemporaryFolder();
        var expected = new SavedSteps(folder.Path);
        var random = new Random(size);
        for (var kill = 0; kill < 25; kill++)
        {
            var saved = SaveLoop.RunAndKill(folder.Path, size, TimeSpan.FromMilliseconds(random.NextDouble() * 60));
            expected.AssertLoads(saved);
        }

        Assert.True(expected.LastStep > 25, $"Only {expected.LastStep} steps were saved.");
    }
}
