using System.Numerics;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg.Mpi;

/// <summary>Sums over the shards of all ranks, correctly rounded: from the error bounds of every rank's sum, or, where these do not decide, from the exact sums of every rank.</summary>
internal static class GlobalSums
{
    /// <summary>Σg² over the gradients of all shards.</summary>
    public static T OfSquares<T>(Communicator ranks, in BoundedSum squares, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        RoundedSquares(ranks, Add(ranks, squares), gradients);

    /// <summary>The measures of the weights of all shards.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="tally">The measures of this shard.</param>
    /// <param name="shard">The arrays of this shard.</param>
    public static WeightSums<T> OfWeights<T>(Communicator ranks, in WeightTally<T> tally, ParameterSet<T> shard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Rounded(ranks, Add(ranks, tally), shard);

    /// <summary>The measures of a step over all shards.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="outcome">The outcome of this shard.</param>
    /// <param name="shard">The arrays of this shard.</param>
    /// <param name="gradients">The gradients of this shard.</param>
    public static StepMeasure<T> OfStep<T>(Communicator ranks, in StepOutcome<T> outcome, ParameterSet<T> shard, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var all = Add(ranks, outcome);
        return new()
        {
            Weights = Rounded(ranks, all.Weights, shard),
            SumOfGradientSquares = RoundedSquares(ranks, all.SumOfGradientSquares, gradients),
            MaxChange = T.IsFinite(all.Weights.Largest) ? all.MaxChange : T.NaN,
            NewZeroCount = all.NewZeros,
        };
    }

    /// <summary>Whether a condition holds on every rank.</summary>
    public static bool All(Communicator ranks, bool condition) => Array.TrueForAll(ranks.AllGather<byte>([condition ? (byte)1 : (byte)0]), value => value == 1);

    // In the order of the ranks, so that every rank computes the same bounds and takes the same branch.
    private static TSum Add<TSum>(Communicator ranks, in TSum sum)
        where TSum : unmanaged, IAdditionOperators<TSum, TSum, TSum> =>
        ranks.AllGather(new ReadOnlySpan<TSum>(in sum)).Aggregate((left, right) => left + right);

    private static T RoundedSquares<T>(Communicator ranks, in BoundedSum all, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Certificate.Enclose<T>(default, all, NormStrengths.OfSquares).TryRound(out T sum) ? sum : Exactly(ranks, gradients).SumOfSquares;

    private static WeightSums<T> Rounded<T>(Communicator ranks, in WeightTally<T> all, ParameterSet<T> shard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (all.NonZeros == 0)
        {
            return default;
        }

        T magnitudes = default, squares = default;
        var isDecided = T.IsFinite(all.Largest)
            && Certificate.Enclose<T>(all.Magnitudes, default, NormStrengths.OfMagnitudes).TryRound(out magnitudes)
            && Certificate.Enclose<T>(default, all.Squares, NormStrengths.OfSquares).TryRound(out squares);
        var exact = isDecided ? default : Exactly(ranks, shard);
        return new()
        {
            SumOfMagnitudes = isDecided ? magnitudes : exact.SumOfMagnitudes,
            SumOfSquares = isDecided ? squares : exact.SumOfSquares,
            MaxMagnitude = T.IsNaN(all.Largest) ? T.NaN : all.Largest,
            NonZeroCount = all.NonZeros,
            NonFiniteCount = exact.NonFiniteCount,
        };
    }

    private static WeightSums<T> Exactly<T>(Communicator ranks, ParameterSet<T> shard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = new ExactWeightSums();
        foreach (var array in shard.Arrays)
        {
            if (array.StoredWeights is { } stored)
            {
                sums.Add((ReadOnlyStoredSpan)stored.Span);
            }
            else
            {
                sums.Add<T>(array.Weights.Span);
            }
        }

        return Merge<T>(ranks, sums);
    }

    private static WeightSums<T> Exactly<T>(Communicator ranks, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = new ExactWeightSums();
        sums.Add(gradients);
        return Merge<T>(ranks, sums);
    }

    private static WeightSums<T> Merge<T>(Communicator ranks, ExactWeightSums own)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        own.WriteTo(bytes);
        var gathered = ranks.AllGather<byte>(bytes);
        var (all, part) = (new ExactWeightSums(), new ExactWeightSums());
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            part.ReadFrom(gathered.AsSpan(rank * bytes.Length, bytes.Length));
            all.Add(part);
        }

        return all.Round<T>();
    }
}
