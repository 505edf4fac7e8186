using System.Runtime.InteropServices;
using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>Any number of ranks, and any distribution of the examples among them, gives the bits of one process.</summary>
public class SameBitsProperties
{
    private const int StepCount = 4;
    private const int ExampleCount = 5;

    [Property(MaxTest = 40)]
    public void Weights_state_and_measures_are_those_of_one_process(int seed, byte ranks)
    {
        var size = 1 + (ranks % 8);
        var random = new Random(seed);
        var lengths = Model.Lengths(random);
        var weights = Model.Weights(random, lengths);
        var gradients = Enumerable.Range(0, StepCount).Select(_ => Model.Gradients(random, lengths, ExampleCount)).ToArray();
        var owners = Enumerable.Range(0, StepCount).Select(_ => Enumerable.Range(0, ExampleCount).Select(_ => random.Next(size)).ToArray()).ToArray();

        var expected = OneProcess(weights, gradients, lengths);
        var actual = ThreadRanks.Run(size, rank => OnRanks(rank, weights, gradients, owners));

        foreach (var (rank, run) in actual.Index())
        {
            Assert.Equal(expected.Measures, run.Measures);
            AssertSameBits(expected.Weights, run.Weights);
            for (var array = 0; array < lengths.Length; array++)
            {
                for (var slot = 0; slot < expected.States[array].Length; slot++)
                {
                    AssertSameBits([expected.States[array][slot][run.Shards[array]]], [run.States[array][slot]]);
                }
            }
        }

        // Every weight has one owner.
        for (var array = 0; array < lengths.Length; array++)
        {
            Assert.Equal(lengths[array], actual.Sum(run => run.Shards[array].GetOffsetAndLength(lengths[array]).Length));
        }
    }

    private static Run OneProcess(float[][] weights, float[][][][] gradients, int[] lengths)
    {
        var sums = lengths.Select(length => new float[length]).ToArray();
        weights = [.. weights.Select(array => array.ToArray())];
        var set = Model.OneProcess(weights, sums);
        var measures = new List<StepMeasure<float>>();
        foreach (var examples in gradients)
        {
            for (var array = 0; array < lengths.Length; array++)
            {
                GradientSums.Sum(examples.Select(example => example[array]).ToArray(), sums[array]);
            }

            measures.Add(set.MeasuredStep());
        }

        var states = set.Arrays.Select(array => States(array.Optimizer)).ToArray();
        return new(Model.WeightsOf(set), states, [.. measures], []);
    }

    private static Run OnRanks(Communicator rank, float[][] weights, float[][][][] gradients, int[][] owners)
    {
        var set = Model.Sharded(rank, [.. weights.Select(array => array.ToArray())]);
        var measures = new List<StepMeasure<float>>();
        for (var step = 0; step < gradients.Length; step++)
        {
            for (var example = 0; example < owners[step].Length; example++)
            {
                for (var array = 0; owners[step][example] == rank.Rank && array < weights.Length; array++)
                {
                    set.Arrays[array].Gradients.Add(gradients[step][example][array]);
                }
            }

            measures.Add(set.MeasuredStep());
        }

        return new(Model.WeightsOf(set), [.. set.Arrays.Select(array => States(array.Optimizer))], [.. measures], [.. set.Arrays.Select(array => array.Shard)]);
    }

    private static float[][] States(Optimizer<float> optimizer) => [.. Enumerable.Range(0, optimizer.StateCount).Select(slot =>
    {
        var state = new float[optimizer.WeightCount];
        optimizer.CopyState(slot, state);
        return state;
    })];

    private static void AssertSameBits(float[][] expected, float[][] actual)
    {
        for (var array = 0; array < expected.Length; array++)
        {
            Assert.Equal(MemoryMarshal.Cast<float, int>(expected[array]), MemoryMarshal.Cast<float, int>(actual[array]));
        }
    }

    private sealed record Run(float[][] Weights, float[][][] States, StepMeasure<float>[] Measures, Range[] Shards);
}
