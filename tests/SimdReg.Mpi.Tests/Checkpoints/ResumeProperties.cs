using System.Runtime.InteropServices;
using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>Training that resumes from a checkpoint, on another number of ranks, ends with the bits of training that was never stopped.</summary>
public class ResumeProperties
{
    [Property(MaxTest = 15)]
    public void A_run_resumes_on_any_number_of_ranks(int seed, byte before, byte after)
    {
        var random = new Random(seed);
        var lengths = Model.Lengths(random);
        var weights = Model.Weights(random, lengths);
        var gradients = Enumerable.Range(0, 4).Select(_ => Model.Gradients(random, lengths, exampleCount: 3)).ToArray();
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var whole = ThreadRanks.Run(1, rank => Train(rank, weights, gradients, _ => { }));
            ThreadRanks.Run(1 + (before % 8), rank => Train(rank, weights, gradients[..2], set => set.SaveCheckpoint(folder)));
            var resumed = ThreadRanks.Run(1 + (after % 8), rank =>
            {
                var set = Model.Sharded(rank, [.. lengths.Select(length => new float[length])]);
                var loaded = set.LoadCheckpoint(folder);
                Assert.Equal(2, loaded!.StepCount);
                Assert.Equal(2, set.StepCount);
                Assert.Empty(loaded.Refused);
                Steps(rank, set, gradients[2..], _ => { });
                return Model.WeightsOf(set);
            });
            foreach (var run in resumed)
            {
                for (var array = 0; array < lengths.Length; array++)
                {
                    Assert.Equal(MemoryMarshal.Cast<float, int>(whole[0][array]), MemoryMarshal.Cast<float, int>(run[array]));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[][] Train(Communicator rank, float[][] weights, float[][][][] gradients, Action<ShardedSet<float>> afterStep)
    {
        var set = Model.Sharded(rank, [.. weights.Select(array => array.ToArray())]);
        Steps(rank, set, gradients, afterStep);
        return Model.WeightsOf(set);
    }

    private static void Steps(Communicator rank, ShardedSet<float> set, float[][][][] gradients, Action<ShardedSet<float>> afterStep)
    {
        foreach (var examples in gradients)
        {
            for (var example = rank.Rank; example < examples.Length; example += rank.Size)
            {
                for (var array = 0; array < set.Arrays.Count; array++)
                {
                    set.Arrays[array].Gradients.Add(examples[example][array]);
                }
            }

            set.Step();
            afterStep(set);
        }
    }
}
