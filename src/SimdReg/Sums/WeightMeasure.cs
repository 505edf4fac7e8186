using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w|, Σw², the number of non-zeros and the largest magnitude of a block of weights, in one pass.</summary>
internal readonly struct WeightMeasure<T> : IReduction<T, WeightMeasure<T>.Totals>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The same over any number of weights.</summary>
    public static WeightSums<T> Of(ReadOnlySpan<T> weights)
    {
        var (magnitudes, squares) = (default(CompensatedSum), default(CompensatedSum));
        var (nonZeros, nonFinites, largest) = (0L, 0L, 0.0);
        foreach (var block in new Blocks<T>(weights))
        {
            var totals = ReductionLoop.Run<T, WeightMeasure<T>, Totals>(block, default);
            magnitudes.Add(totals.Magnitudes);
            squares.Add(totals.Squares);
            nonZeros += (long)totals.NonZeros;
            largest = Math.Max(largest, totals.Largest);

            // Where nothing overflowed, everything was finite: only here is there anything to count.
            if (!double.IsFinite(totals.Magnitudes))
            {
                nonFinites += NonFinitesIn(block, ref largest);
            }
        }

        return new WeightSums<T>
        {
            Magnitudes = Element<T>.Round(magnitudes.Value),
            Squares = Element<T>.Round(squares.Value),
            LargestMagnitude = Element<T>.Round(largest),
            NonZeroCount = nonZeros,
            NonFiniteCount = nonFinites,
        };
    }

    public Totals Reduce<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
    {
        var whole = ReductionLoop.Fold<L, T, Terms<L>, Totals<L>>(block, default, out var rest);
        var single = ReductionLoop.Fold<Lane<double>, T, Terms<Lane<double>>, Totals<Lane<double>>>(rest, default, out _);
        return Total(whole).With(Total(single));
    }

    private static Totals Total<L>(Totals<L> lanes)
        where L : struct, ILanes<L, double> => new(
        Across.Sum(lanes.Magnitudes),
        Across.Sum(lanes.Squares),
        Across.Sum(lanes.NonZeros),
        Across.Largest(lanes.Largest));

    /// <summary>Counts them, and makes the largest magnitude NaN where there is one.</summary>
    private static long NonFinitesIn(ReadOnlySpan<T> block, ref double largest)
    {
        var count = 0L;
        foreach (var weight in block)
        {
            if (!T.IsFinite(weight))
            {
                count++;
                largest = Math.Max(largest, double.CreateTruncating(T.Abs(weight)));
            }
        }

        return count;
    }

    /// <summary>What a block amounts to.</summary>
    internal readonly record struct Totals(double Magnitudes, double Squares, double NonZeros, double Largest)
    {
        public Totals With(Totals others) => new(
            Magnitudes + others.Magnitudes,
            Squares + others.Squares,
            NonZeros + others.NonZeros,
            Math.Max(Largest, others.Largest));
    }

    /// <summary>What the weights in each lane amount to.</summary>
    private readonly record struct Totals<L>(L Magnitudes, L Squares, L NonZeros, L Largest);

    private readonly struct Terms<L> : IFold<Totals<L>, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Add(Totals<L> totals, L weights)
        {
            var magnitudes = L.Abs(weights);
            return new(
                totals.Magnitudes + magnitudes,
                L.Fma(weights, weights, totals.Squares),
                totals.NonZeros + L.SelectEqual(weights, L.Zero, L.Zero, L.Splat(1)),
                Larger(totals.Largest, magnitudes));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Merge(Totals<L> left, Totals<L> right) => new(
            left.Magnitudes + right.Magnitudes,
            left.Squares + right.Squares,
            left.NonZeros + right.NonZeros,
            Larger(left.Largest, right.Largest));

        /// <summary>The larger of two magnitudes; a NaN on the right is passed over, and counted elsewhere.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Larger(L left, L right) => L.SelectLess(left, right, right, left);
    }
}
