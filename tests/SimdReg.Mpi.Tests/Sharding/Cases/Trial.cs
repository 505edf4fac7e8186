using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>How a step is taken.</summary>
internal enum StepKind
{
    Plain,
    Guarded,
    Measured,
    Clipped,
}

/// <summary>A step of a <see cref="Trial{T}"/>, the same for every number of ranks.</summary>
/// <param name="Kind">How it is taken.</param>
/// <param name="Examples">The gradients: of each example, for each array.</param>
/// <param name="Divisor">m, at least the number of examples, or 1.</param>
/// <param name="RateScale">The factor of all learning rates.</param>
/// <param name="Options">The options.</param>
internal sealed record TrialStep<T>(StepKind Kind, T[][][] Examples, long Divisor, double RateScale, StepOptions Options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is changed before the step, by the number of the array.</summary>
    public Action<int, Optimizer<T>> Change { get; init; } = (_, _) => { };
}

/// <summary>What a trial leaves: of weights and states the bits, in an array for each step.</summary>
internal sealed record TrialResult<T>(List<T[]> Weights, T[][][] States, List<object> Measures, Range[] Shards);

/// <summary>A model and its examples, trained by one process without a sharded set, and by ranks.</summary>
internal sealed class Trial<T>(ArrayCase<T>[] cases, T[][] weights, TrialStep<T>[] steps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const double MaxNorm = 0.5;

    public int ChunkLength { get; init; } = 512;

    /// <summary>The largest number of weights in an exchange: by default, chunks of two ranks just fit and others are divided.</summary>
    public int MostInExchange { get; init; } = 1500;

    /// <summary>What is done before the first step.</summary>
    public Action<int, Optimizer<T>, ReadOnlyMemory<T>> Start { get; init; } = (_, _, _) => { };

    /// <summary>A trial of random examples.</summary>
    public static Trial<T> Random(Random random, ArrayCase<T>[] cases, int longest, int stepCount, int exampleCount)
    {
        var lengths = cases.Select(array => array.Length ?? random.Next(longest / array.Multiple) * array.Multiple).ToArray();
        return new(
            cases,
            [.. lengths.Select(length => Trial.Numbers<T>(random, length, -3))],
            [.. Enumerable.Range(0, stepCount).Select(_ => new TrialStep<T>(
                (StepKind)random.Next(4),
                [.. Enumerable.Range(0, exampleCount).Select(_ => lengths.Select(length => Trial.Numbers<T>(random, length, -30)).ToArray())],
                random.Next(2) == 0 ? 1 : Math.Max(1, exampleCount) + random.Next(5),
                random.Next(3) == 0 ? 0.5 : 1,
                new(random.Next(3) == 0 ? 0.25 : 1, random.Next(4) == 0, random.Next(4) == 0)))]);
    }

    /// <summary>Requires the bits of one process on a number of ranks.</summary>
    /// <param name="size">The number of ranks.</param>
    /// <param name="random">Who has which example, and how it is handed in.</param>
    public void AssertSameBits(int size, Random random)
    {
        var expected = InOneProcess();
        var owners = Owners(size, random);
        foreach (var (rank, actual) in ThreadRanks.Run(size, rank => OnRank(rank, owners)).Index())
        {
            AssertSame(expected, actual, $"rank {rank} of {size}");
        }
    }

    /// <summary>The rank that has each example of each step.</summary>
    public int[][] Owners(int size, Random random) => [.. steps.Select(step => step.Examples.Select(_ => random.Next(size)).ToArray())];

    public TrialResult<T> InOneProcess()
    {
        var set = new ParameterSet<T>();
        var gradients = weights.Select(array => new T[array.Length]).ToArray();
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i].AddTo(set, [.. weights[i]], gradients[i]);
            Start(i, set.Arrays[i].Optimizer, weights[i]);
        }

        var result = new TrialResult<T>([], new T[cases.Length][][], [], []);
        foreach (var step in steps)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                step.Change(i, set.Arrays[i].Optimizer);

                // Parts of zeros bring the number of parts to the divisor.
                T[][] parts = [.. step.Examples.Select(example => example[i])];
                if (step.Divisor == 1)
                {
                    GradientSums.Sum(parts, gradients[i]);
                }
                else
                {
                    GradientSums.Mean([.. parts, .. Enumerable.Repeat(new T[weights[i].Length], (int)step.Divisor - parts.Length)], gradients[i]);
                }
            }

            set.LearningRateScale = step.RateScale;
            Take(step, set.Step, set.TryStep, set.MeasuredStep, set.SumOfGradientSquares, result.Measures);
            result.Measures.Add(set.Measure());
            result.Measures.Add(set.PenaltySum());
            result.Weights.AddRange(set.Arrays.Select(array => Trial.Numbers(array.StoredWeights is null ? array.Weights : default, array.StoredWeights)));
        }

        Trial.CopyStates(set.Arrays.Select(array => array.Optimizer), result.States);
        return result;
    }

    public TrialResult<T> OnRank(Communicator rank, int[][] owners)
    {
        var set = new ShardedSet<T>(rank) { ChunkLength = ChunkLength, MostInExchange = MostInExchange };
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i].AddTo(set, [.. weights[i]]);
        }

        set.Partition();
        var result = new TrialResult<T>([], new T[cases.Length][][], [], [.. set.Arrays.Select(array => array.Shard)]);
        for (var i = 0; i < cases.Length; i++)
        {
            Start(i, set.Arrays[i].Optimizer, weights[i].AsMemory(result.Shards[i]));
        }

        foreach (var (number, step) in steps.Index())
        {
            for (var i = 0; i < cases.Length; i++)
            {
                step.Change(i, set.Arrays[i].Optimizer);
                T[][] own = [.. step.Examples.Index().Where(example => owners[number][example.Index] == rank.Rank).Select(example => example.Item[i])];
                Trial.HandIn(set.Arrays[i].Gradients, own, way: (number + i) % 3);
            }

            (set.LearningRateScale, set.GradientDivisor) = (step.RateScale, step.Divisor);
            Take(step, set.Step, set.TryStep, set.MeasuredStep, set.SumOfGradientSquares, result.Measures);
            result.Measures.Add(set.Measure());
            result.Measures.Add(set.PenaltySum());
            result.Weights.AddRange(set.Arrays.Select(array => Trial.Numbers(array.StoredWeights is null ? array.Weights : default, array.StoredWeights)));
        }

        Trial.CopyStates(set.Arrays.Select(array => array.Optimizer), result.States);
        return result;
    }

    public void AssertSame(TrialResult<T> expected, TrialResult<T> actual, string where)
    {
        Assert.Equal(expected.Weights.Count, actual.Weights.Count);
        for (var i = 0; i < expected.Weights.Count; i++)
        {
            Trial.AssertBits<T>(expected.Weights[i], actual.Weights[i], $"weights of {cases[i % cases.Length]} after step {(i / cases.Length) + 1}, {where}");
        }

        for (var i = 0; i < cases.Length; i++)
        {
            for (var slot = 0; slot < expected.States[i].Length; slot++)
            {
                Trial.AssertBits<T>(expected.States[i][slot].AsSpan()[actual.Shards[i]], actual.States[i][slot], $"state {slot} of {cases[i]}, {where}");
            }
        }

        Assert.Equal(expected.Measures, actual.Measures);
    }

    private static void Take(
        TrialStep<T> step,
        Action<StepOptions> plain,
        Func<StepOptions, bool> guarded,
        Func<StepOptions, StepMeasure<T>> measured,
        Func<int, T> squares,
        List<object> measures)
    {
        switch (step.Kind)
        {
            case StepKind.Guarded:
                measures.Add(guarded(step.Options));
                break;
            case StepKind.Measured:
                measures.Add(measured(step.Options));
                break;
            case StepKind.Clipped:
                var sum = squares(1);
                measures.Add(sum);
                plain(step.Options with { GradientScale = GradientClipping.ScaleFor(double.CreateTruncating(sum), MaxNorm) });
                break;
            default:
                plain(step.Options);
                break;
        }
    }
}
