using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w|, Σw², the number of non-zeros and the largest magnitude of a block of weights.</summary>
internal readonly struct BlockMeasure<T> : IReduction<T, BlockMeasure<T>.Result>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Result Of(ReadOnlySpan<T> block) => ReductionLoop.Run<T, BlockMeasure<T>, Result>(block, default);

    public Result Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        if (Element<T>.IsSingle)
        {
            var result = Fused<L, W>(block, out var rest);
            return rest.IsEmpty ? result : result + Fused<Lane<double>, Lane<T>>(rest, out _);
        }

        // Arithmetic takes the time here, not memory: to look at a block in the cache three times costs nothing, and one
        // loop with all totals would not find registers for them.
        return new(
            default(BlockSum<T, MagnitudeTerm>).Reduce<L, W>(block),
            default(BlockSum<T, SquareTerm>).Reduce<L, W>(block),
            ExtentOf<W>(block));
    }

    private static Result Fused<L, W>(ReadOnlySpan<T> block, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var totals = ReductionLoop.Fold<W, T, EverythingFold<L, W>, Everything<L, W>>(block, default, out rest);
        return Across(totals);
    }

    /// <summary>All lanes together.</summary>
    public static Result Across<L, W>(Everything<L, W> totals)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> => new(
            totals.LowerMagnitudes.Plus(totals.UpperMagnitudes).Across(),
            totals.LowerSquares.Plus(totals.UpperSquares).Across(),
            Across(totals.Extent));

    private static Extent<T> ExtentOf<W>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
    {
        var whole = ReductionLoop.Fold<W, T, ExtentFold<W>, LaneExtent<W>>(block, default, out var rest);
        var single = ReductionLoop.Fold<Lane<T>, T, ExtentFold<Lane<T>>, LaneExtent<Lane<T>>>(rest, default, out _);
        return Across(whole) + Across(single);
    }

    private static Extent<T> Across<W>(LaneExtent<W> lanes)
        where W : struct, ILanes<W, T>
    {
        var (nonZeros, largest) = lanes;
        var counts = LaneValues.Of<W, T>(in nonZeros);
        var magnitudes = LaneValues.Of<W, T>(in largest);

        var across = (NonZeros: T.Zero, Largest: T.Zero);
        for (var i = 0; i < counts.Length; i++)
        {
            across.NonZeros += counts[i];
            across.Largest = magnitudes[i] > across.Largest ? magnitudes[i] : across.Largest;
        }

        return new(long.CreateTruncating(across.NonZeros), across.Largest);
    }

    /// <summary>What a block amounts to.</summary>
    internal readonly record struct Result(DoubleDouble Magnitudes, DoubleDouble Squares, Extent<T> Extent)
    {
        public static Result operator +(Result left, Result right) => new(
            left.Magnitudes + right.Magnitudes,
            left.Squares + right.Squares,
            left.Extent + right.Extent);
    }

    /// <summary>All totals of floats. They fill two lanes of double where they fill one of their own.</summary>
    internal readonly record struct Everything<L, W>(
        PlainSum<L> LowerMagnitudes,
        PlainSum<L> LowerSquares,
        PlainSum<L> UpperMagnitudes,
        PlainSum<L> UpperSquares,
        LaneExtent<W> Extent)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>;

    internal readonly struct EverythingFold<L, W> : IFold<Everything<L, W>, T>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Everything<L, W> Add(Everything<L, W> totals, ref readonly T weights)
        {
            var lower = Doubles.Load<L, T>(in weights);
            var upper = L.Count < W.Count ? Doubles.Load<L, T>(in Unsafe.Add(ref Unsafe.AsRef(in weights), L.Count)) : L.Zero;
            return new(
                default(MagnitudeTerm).AddTo(totals.LowerMagnitudes, lower),
                default(SquareTerm).AddTo(totals.LowerSquares, lower),
                default(MagnitudeTerm).AddTo(totals.UpperMagnitudes, upper),
                default(SquareTerm).AddTo(totals.UpperSquares, upper),
                totals.Extent.With(W.Load(in weights)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Everything<L, W> Merge(Everything<L, W> left, Everything<L, W> right) => new(
            left.LowerMagnitudes.Plus(right.LowerMagnitudes),
            left.LowerSquares.Plus(right.LowerSquares),
            left.UpperMagnitudes.Plus(right.UpperMagnitudes),
            left.UpperSquares.Plus(right.UpperSquares),
            left.Extent.With(right.Extent));
    }

    private readonly struct ExtentFold<W> : IFold<LaneExtent<W>, T>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneExtent<W> Add(LaneExtent<W> totals, ref readonly T weights) => totals.With(W.Load(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneExtent<W> Merge(LaneExtent<W> left, LaneExtent<W> right) => left.With(right);
    }
}
