using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Every sum over weights, on any number of threads and merged from parts, against exact integers.</summary>
internal static class SumSoak
{
    private const int MostParts = 5;

    /// <summary>Where the sum of squares stands in the lists of sums.</summary>
    private const int SquaresAt = 4;

    public static void Run<T>(Draw draw, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (weights, strengths, threads) = (Weights<T>(draw), (L1: draw.Parameter(), L2: draw.Parameter()), 1 + draw.Below(4));
        var exact = Exact(weights);
        T[] expected =
        [
            Sum(exact, weights, sums => sums.Penalty<T>(0, 0)),
            Sum(exact, weights, sums => sums.Penalty<T>(strengths.L1, 0)),
            Sum(exact, weights, sums => sums.Penalty<T>(0, strengths.L2)),
            Sum(exact, weights, sums => sums.Penalty<T>(strengths.L1, strengths.L2)),
            Sum(exact, weights, sums => sums.Squares<T>()),
            Sum(exact, weights, sums => sums.Magnitudes<T>()),
            WeightMeasureReference.MaxMagnitude<T>(weights),
            T.CreateChecked(WeightMeasureReference.NonZeroCount<T>(weights)),
            T.CreateChecked(WeightMeasureReference.NonFiniteCount<T>(weights)),
        ];

        var offset = draw.Offset();
        T[] moved = [.. new T[offset], .. weights];
        var at = new Case($"sums of {typeof(T).Name} under strengths {strengths.L1:R} and {strengths.L2:R} on {threads} threads", weights.Length, offset);
        Check(fault, expected, AtOnce<T>(moved.AsSpan(offset), strengths, threads), at);
        Check(fault, expected, Merged(Parts(draw, weights), strengths), at with { Part = ", merged from parts" });
        Check(fault, [expected[SquaresAt]], [GradientClipping.SumOfSquares<T>(moved.AsSpan(offset), threads)], at with { Part = ", as gradients" });
        CheckHuber(weights, strengths.L1, at with { Part = ", Huber" });
    }

    /// <summary>A penalty without any error but that of one rounding; null for one that is no sum of norms.</summary>
    public static T? Expected<T>(PenaltyCase penalty, double strength, T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        penalty.Norms(strength) is var (l1, l2) ? Sum(Exact(weights), weights, sums => sums.Penalty<T>(l1, l2)) : null;

    /// <summary>Numbers that are drawn, or such as are hard to sum, in any order.</summary>
    private static T[] Weights<T>(Draw draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = draw.Length();
        return draw.Below(3) switch
        {
            0 => draw.Values<T>(length),
            1 => draw.FiniteValues<T>(length),
            _ => [.. HardWeights.Of<T>(draw.Of([.. HardWeights.Names]), length), .. draw.FiniteValues<T>(draw.Below(3))],
        };
    }

    private static ExactReference? Exact<T>(T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.TrueForAll(weights, T.IsFinite) ? ExactReference.Of<T>(weights) : null;

    private static T Sum<T>(ExactReference? exact, T[] weights, Func<ExactReference, T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        exact is null ? WeightMeasureReference.NonFiniteSum<T>(weights)!.Value : sum(exact);

    private static T[] AtOnce<T>(ReadOnlySpan<T> weights, (double L1, double L2) strengths, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            Penalty.Sum(weights, default(None), threads),
            Penalty.Sum(weights, new L1(strengths.L1), threads),
            Penalty.Sum(weights, new L2(strengths.L2), threads),
            Penalty.Sum(weights, new ElasticNet(strengths.L1, strengths.L2), threads),
            .. Listed(WeightSums.Measure(weights, threads)),
        ];

    private static T[] Merged<T>(IEnumerable<T[]> parts, (double L1, double L2) strengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = new ExactWeightSums();
        foreach (var part in parts)
        {
            var another = new ExactWeightSums();
            another.Add<T>(part);
            var stored = new byte[ExactWeightSums.ByteCount];
            another.WriteTo(stored);
            sums.Add(int.IsOddInteger(part.Length) ? StoredSums.Read(stored) : another);
        }

        return
        [
            sums.PenaltySum<T>(default(None)),
            sums.PenaltySum<T>(new L1(strengths.L1)),
            sums.PenaltySum<T>(new L2(strengths.L2)),
            sums.PenaltySum<T>(new ElasticNet(strengths.L1, strengths.L2)),
            .. Listed(sums.Round<T>()),
        ];
    }

    private static T[] Listed<T>(WeightSums<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [sums.SumOfSquares, sums.SumOfMagnitudes, sums.MaxMagnitude, T.CreateChecked(sums.NonZeroCount), T.CreateChecked(sums.NonFiniteCount)];

    private static IEnumerable<T[]> Parts<T>(Draw draw, T[] weights)
    {
        int[] cuts = [0, .. Enumerable.Range(0, draw.Below(MostParts)).Select(_ => draw.Below(weights.Length + 1)).Order(), weights.Length];
        return cuts.Zip(cuts.Skip(1), (start, end) => weights[start..end]);
    }

    private static void Check<T>(Fault? fault, T[] expected, T[] found, Case at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fault?.In<T>(found);
        Bits.Equal<T>(expected, found, at);
    }

    /// <summary>A penalty whose terms are computed in double is as near as documented.</summary>
    private static void CheckHuber<T>(T[] weights, double strength, Case at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const double Delta = 0.75;
        var reference = new HuberReference(strength, Delta);
        double[] terms = [.. weights.Select(w => reference.Value(double.CreateTruncating(w)))];

        // Beyond the normal numbers an error is no part of a sum.
        if (!terms.All(term => term == 0 || double.IsNormal(term)))
        {
            return;
        }

        var exact = terms.Aggregate(default(ExactSum), (sum, term) => sum + ExactSum.Of(term)).Rounded();
        if (!T.IsNormal(T.CreateTruncating(exact)))
        {
            return;
        }

        // Five roundings of each term here and as many there, the documented error of the additions, and the rounding of the result.
        var isSingle = typeof(T) == typeof(float);
        var tolerance = ((10 * Math.ScaleB(1, -53)) + Math.ScaleB(1, isSingle ? -39 : -80) + Math.ScaleB(1, isSingle ? -24 : -53)) * exact;
        T[] found = [Penalty.Sum(weights, new Huber(strength, Delta))];
        if (!(Math.Abs(double.CreateTruncating(found[0]) - exact) <= tolerance))
        {
            Assert.Fail($"{at}: expected {exact:R} give or take {tolerance}, found {Bits.Show(found[0])}.");
        }
    }
}
