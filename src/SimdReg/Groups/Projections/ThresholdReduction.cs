using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>f(τ) = Σ max(x − τ, 0), and the number of its terms that are above 0.</summary>
/// <remarks>
/// Each term is rounded in double and split into a multiple of a coarse unit and a multiple of a fine one. The units are so large that no sum of these
/// multiples is rounded, in any order. So f depends neither on the number of threads nor on the vector width. What remains of a term is at most half a
/// fine unit. Source of the split: Rump, Ogita and Oishi, "Accurate floating-point summation", SIAM Journal on Scientific Computing, 2008.
/// </remarks>
internal readonly struct ThresholdReduction<T, TKey> : IReduction<T, ThresholdSums>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TKey : struct, IThresholdKey
{
    private readonly DoubleDouble _threshold;
    private readonly double _coarse;
    private readonly double _fine;

    /// <summary>Prepares the sums.</summary>
    /// <param name="threshold">τ</param>
    /// <param name="bound">At least f(τ), below 10³⁰⁰.</param>
    /// <param name="count">At least the number of terms.</param>
    public ThresholdReduction(DoubleDouble threshold, double bound, int count)
    {
        // f is at most 2⁵¹ coarse units, and rounding adds at most half a unit for each of 2³¹ terms. The remainders are together at most 2⁵¹ fine units.
        var coarseUnit = Math.Max(Unit * Binary.PowerOfTwoAbove(bound), double.Epsilon);
        var fineUnit = Math.Max(Unit * Binary.PowerOfTwoAbove(count * coarseUnit), double.Epsilon);
        _threshold = threshold;
        Error = count * fineUnit;

        // A number added to 2⁵² units, or to one and a half times as many if it has a sign, is rounded to units.
        _coarse = coarseUnit * (1L << 52);
        _fine = fineUnit * (1L << 52) * 1.5;
    }

    /// <summary>Twice the largest error of f that the fine units leave.</summary>
    public double Error { get; }

    /// <summary>2⁻⁵¹</summary>
    private static double Unit => 1.0 / (1L << 51);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ThresholdSums Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var sums = ReductionLoop.Fold<OneTotal, T, Fold<L>, LaneTotals<L>, LaneTotals<L>>(block, new(this), out var rest).Across();
        return rest.IsEmpty ? sums : sums + ReductionLoop.Fold<OneTotal, T, Fold<Lane<double>>, LaneTotals<Lane<double>>, LaneTotals<Lane<double>>>(rest, new(this), out _).Across();
    }

    /// <summary>Copies the weights whose x is above the threshold. The target needs room for one more; it may be the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int CopyAbove(ReadOnlySpan<T> source, Span<T> target)
    {
        var count = 0;
        foreach (var weight in source)
        {
            // Without a branch, which no processor could predict.
            target[count] = weight;
            var x = 0.0;
            TKey.Of(Doubles.Load<Lane<double>, T>(in weight)).Store(ref x);
            count += x - _threshold.High - _threshold.Low > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>max(x − τ, 0)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Terms<L>(L weights, double high, double low)
        where L : struct, ILanes<L, double> =>
        L.MaxOrRight(TKey.Of(weights) - L.Splat(high) - L.Splat(low), L.Zero);

    /// <summary>The totals of a stream, in lanes.</summary>
    private struct LaneTotals<L>
        where L : struct, ILanes<L, double>
    {
        public L Coarse;
        public L Fine;
        public L Count;

        public readonly ThresholdSums Across() =>
            new(LaneValues.Sum<L, double>(Coarse), LaneValues.Sum<L, double>(Fine), LaneValues.Sum<L, double>(Count));
    }

    private readonly struct Fold<L>(ThresholdReduction<T, TKey> given) : IFold<LaneTotals<L>, LaneTotals<L>, T>
        where L : struct, ILanes<L, double>
    {
        public static int Count => L.Count;

        public static int Turns => int.MaxValue;

        public LaneTotals<L> Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref LaneTotals<L> totals, ref readonly T weights)
        {
            var terms = Terms(Doubles.Load<L, T>(in weights), given._threshold.High, given._threshold.Low);
            var coarse = terms + L.Splat(given._coarse) - L.Splat(given._coarse);
            totals.Coarse += coarse;
            totals.Fine += terms - coarse + L.Splat(given._fine) - L.Splat(given._fine);
            totals.Count += L.SelectLess(L.Zero, terms, L.Splat(1), L.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref LaneTotals<L> sums, LaneTotals<L> totals)
        {
            sums.Coarse += totals.Coarse;
            sums.Fine += totals.Fine;
            sums.Count += totals.Count;
        }
    }
}

/// <summary>f(τ) as two exact sums, and the number of terms above 0.</summary>
internal readonly record struct ThresholdSums(double Coarse, double Fine, double Count) : IAdditionOperators<ThresholdSums, ThresholdSums, ThresholdSums>
{
    public double Value => Coarse + Fine;

    /// <summary>f(τ) − radius. Near the root the first difference is exact.</summary>
    public double Minus(double radius) => Coarse - radius + Fine;

    public static ThresholdSums operator +(ThresholdSums left, ThresholdSums right) =>
        new(left.Coarse + right.Coarse, left.Fine + right.Fine, left.Count + right.Count);
}
