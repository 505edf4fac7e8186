using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The sum of a term over a block of weights.</summary>
internal readonly struct BlockSum<T, TTerm>(TTerm term) : IReduction<T, DoubleDouble>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    public DoubleDouble Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var partLength = Blocks<T>.PartLength;
        var sum = Part<L>(block[..Math.Min(partLength, block.Length)]);
        for (var start = partLength; start < block.Length; start += partLength)
        {
            sum += Part<L>(block.Slice(start, Math.Min(partLength, block.Length - start)));
        }

        return sum;
    }

    private DoubleDouble Part<L>(ReadOnlySpan<T> part)
        where L : struct, ILanes<L, double>
    {
        var sum = Lanes<L>(part, out var rest);
        return rest.IsEmpty ? sum : sum + Lanes<Lane<double>>(rest, out _);
    }

    private DoubleDouble Lanes<L>(ReadOnlySpan<T> part, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double> =>
        Element<T>.IsSingle
            ? ReductionLoop.Fold<L, T, Fold<PlainSum<L>, L>, PlainSum<L>, PlainSum<L>>(part, new(term), out rest).Across()
            : ReductionLoop.Fold<L, T, Fold<CompensatedSum<L>, L>, CompensatedSum<L>, CompensatedSum<L>>(part, new(term), out rest).Across();

    private readonly struct Fold<TSum, L>(TTerm term) : IFold<TSum, TSum, T>
        where TSum : struct, IWideSum<TSum, L>
        where L : struct, ILanes<L, double>
    {
        public static int Count => L.Count;

        public static int Turns => int.MaxValue;

        public TSum Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref TSum totals, ref readonly T weights) => totals = term.AddTo(totals, Doubles.Load<L, T>(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref TSum sums, TSum totals) => sums = sums.Plus(totals);
    }
}
