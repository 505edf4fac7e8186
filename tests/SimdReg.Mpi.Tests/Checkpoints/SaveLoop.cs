using System.Diagnostics;
using System.Globalization;

namespace SimdReg.Mpi.Tests;

/// <summary>A process that resumes from a folder, then steps and saves without end, each step once or twice, until it is killed.</summary>
internal sealed class SaveLoop : Scenario
{
    /// <summary>The model that the process trains.</summary>
    public static CheckpointModel<float> Model { get; } = new(seed: 12);

    public override void Main(string[] arguments) => ThreadRanks.Run(
        int.Parse(arguments[1], CultureInfo.InvariantCulture),
        rank =>
        {
            var set = Model.Create(rank);
            set.LoadCheckpoint(arguments[0]);
            while (true)
            {
                Model.Train(rank, set, 1);
                for (var save = 0; save <= set.StepCount % 2; save++)
                {
                    set.SaveCheckpoint(arguments[0]);
                    if (rank.Rank == 0)
                    {
                        Console.WriteLine(set.StepCount);
                    }
                }
            }
        },
        TimeSpan.FromMinutes(1));

    /// <summary>Starts the process, and kills it some time after its first save.</summary>
    /// <returns>The last step that it has said to be saved.</returns>
    public static long RunAndKill(string folder, int size, TimeSpan delay)
    {
        using var process = Process.Start(MpiRun.StartAlone<SaveLoop>(folder, size.ToString(CultureInfo.InvariantCulture)))!;
        process.StandardInput.Close();
        var (first, errors) = (process.StandardOutput.ReadLine(), process.StandardError.ReadToEndAsync());
        Thread.Sleep(delay);

        // SIGKILL: nothing of the process runs any more.
        process.Kill();
        var rest = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        Assert.True(first is not null, errors.Result);

        // The last line may have been cut. The others end with the end of a line.
        return long.Parse(rest.Length > 1 ? rest[^2] : first!, CultureInfo.InvariantCulture);
    }
}

/// <summary>A run that was never stopped, with which the checkpoints in a folder are compared.</summary>
internal sealed class SavedSteps(string folder)
{
    private readonly ShardedSet<float> _expected = SaveLoop.Model.Create(Communicator.Alone);

    public long LastStep => _expected.StepCount;

    /// <summary>Requires the newest checkpoint to be of a step at or after the last that was saved, and at most one after it, with the right bits.</summary>
    public void AssertLoads(long saved)
    {
        var set = SaveLoop.Model.Create(Communicator.Alone);
        var loaded = set.LoadCheckpoint(folder)!;
        Assert.InRange(loaded.StepCount, saved, saved + 1);
        Assert.Empty(loaded.Refused);
        SaveLoop.Model.Train(Communicator.Alone, _expected, (int)(loaded.StepCount - _expected.StepCount));
        Assert.Equal(CheckpointModel<float>.BitsOf(_expected), CheckpointModel<float>.BitsOf(set));
    }
}
