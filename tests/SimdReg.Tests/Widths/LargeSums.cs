using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>Sums of every kind: under each norm and under penalties of one's own, of all at once, of what is a tie, and of what no anchor is found for.</summary>
internal static class LargeSums
{
    // Each with some weights that fill no streams. The last is where loops fetch ahead, if the processor likes that.
    private static readonly int[] _lengths = [165, 3001, (Thresholds.PrefetchedSumBytes / sizeof(float)) + 1001];

    /// <summary>What the JIT calls the terms that loops add, and at how many places of the weights each loop adds them.</summary>
    public static IReadOnlyList<(string Fold, int Places)> Folds { get; } =
    [
        .. Of("float", placesInDouble: 8),
        .. Of("double", placesInDouble: 4),
        ("TermReduction`2+Fold`2[float,SimdReg.Sums.RemainderTerm`1[SimdReg.Sums.MagnitudeTerm", 4),
        ("TermReduction`2+Fold`2[float,SimdReg.Sums.RemainderTerm`1[SimdReg.Sums.SquareTerm", 4),
    ];

    public static void Make()
    {
        Make<float>();
        Make<double>();
    }

    private static void Make<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var length in _lengths)
        {
            var weights = Samples.Weights<T>(length, seed: length);
            foreach (var sum in SumKernel.All<T>())
            {
                sum.Call(weights);
            }

            WeightSums.Measure<T>(weights);
            Penalty.Sum(weights, new Polynomial(1));

            // 2²⁴ + 1, between two floats.
            Array.Clear(weights);
            (weights[0], weights[1]) = (T.CreateChecked(1 << 24), T.One);
            Penalty.Sum(weights, new L1(1));
            weights[0] = T.CreateChecked(1 << 12);
            Penalty.Sum(weights, new L2(2));

            Array.Fill(weights, T.CreateChecked(Element<T>.SmallestNormal));
            Penalty.Sum(weights, new L1(1));
            Penalty.Sum(weights, new L2(2));
            WeightSums.Measure<T>(weights);
        }
    }

    private static IEnumerable<(string Fold, int Places)> Of(string element, int placesInDouble) =>
    [
        ($"NormReduction`2+Fold`3[{element},SimdReg.Sums.MagnitudeTerm", 4),
        ($"NormReduction`2+Fold`3[{element},SimdReg.Sums.SquareTerm", 4),
        ($"MeasureReduction`1+TallyFold`3[{element}", 4),
        ($"MeasureReduction`1+ExtentFold`1[{element}", 4),
        ($"TermReduction`2+Fold`2[{element},SimdReg.Sums.MagnitudeTerm", placesInDouble),
        ($"TermReduction`2+Fold`2[{element},SimdReg.Sums.SquareTerm", placesInDouble),
        ($"TermReduction`2+Fold`2[{element},SimdReg.Sums.ValueTerm`1[SimdReg.Huber", 4),
        ($"TermReduction`2+Fold`2[{element},SimdReg.Sums.ValueTerm`1[SimdReg.Tests.Widths.LargeSums+Polynomial", 4),
    ];

    /// <summary>A penalty of one's own of twelve multiply-adds: with some 16 the JIT would leave calls in the sum of few doubles.</summary>
    private readonly record struct Polynomial(double Strength) : IPenalty
    {
        public bool IsZero => Strength == 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Value<L>(L weights)
            where L : struct, ILanes<L> => Four(Four(Four(L.Splat(Strength), weights), weights), weights);

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> => throw new NotSupportedException();

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => throw new NotSupportedException();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Four<L>(L sum, L weights)
            where L : struct, ILanes<L> =>
            L.Fma(L.Fma(L.Fma(L.Fma(sum, weights, L.Splat(1)), weights, L.Splat(2)), weights, L.Splat(3)), weights, L.Splat(4));
    }
}
