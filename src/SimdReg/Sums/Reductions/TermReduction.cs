using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The sum of a term over a block of weights.</summary>
internal readonly struct TermReduction<T, TTerm>(TTerm term) : IReduction<T, DoubleDouble>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDouble Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> =>
        TTerm.IsLarge ? Buffered<L>(block)
        : block.Length > Thresholds.LongestWithoutStreams ? Many<L>(block)
        : Element<T>.IsSingle ? new(FewFloats<L>(block), 0)
        : FewDoubles<L>(block);

    /// <summary>Computes the terms of a chunk into a buffer, in a loop that holds the term once, and sums them from there.</summary>
    private DoubleDouble Buffered<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
    {
        const int ChunkLength = 512;
        Span<double> weights = stackalloc double[ChunkLength], terms = stackalloc double[ChunkLength];
        var sum = default(DoubleDouble);
        for (var start = 0; start < block.Length; start += ChunkLength)
        {
            var length = Math.Min(ChunkLength, block.Length - start);
            TensorPrimitives.ConvertTruncating(block.Slice(start, length), weights);
            WidestLanes.Update(terms[..length], weights[..length], default, new TermFormula<TTerm>(term));
            sum += default(TermReduction<double, MagnitudeTerm>).Reduce<L, L>(terms[..length]);
        }

        return sum;
    }

    // A double is returned in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private double FewFloats<L>(ReadOnlySpan<T> weights)
        where L : struct, ILanes<L, double> =>
        Few<PlainSum<L>, L, PlainSum<Lane<double>>>(weights).High;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private DoubleDouble FewDoubles<L>(ReadOnlySpan<T> weights)
        where L : struct, ILanes<L, double> =>
        Few<CompensatedSum<L>, L, CompensatedSum<Lane<double>>>(weights);

    // Everything stays in registers: with few weights, a store and a load would be a large part of the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDouble Few<TSum, L, TRest>(ReadOnlySpan<T> weights)
        where TSum : struct, IWideSum<TSum, L>
        where L : struct, ILanes<L, double>
        where TRest : struct, IWideSum<TRest, Lane<double>>
    {
        ref var first = ref MemoryMarshal.GetReference(weights);
        var (count, length) = (L.Count, weights.Length);
        TSum a = default, b = default, c = default, d = default;
        var i = 0;
        for (; i <= length - (4 * count); i += 4 * count)
        {
            a = term.AddTo(a, Doubles.Load<L, T>(in Unsafe.Add(ref first, i)));
            b = term.AddTo(b, Doubles.Load<L, T>(in Unsafe.Add(ref first, i + count)));
            c = term.AddTo(c, Doubles.Load<L, T>(in Unsafe.Add(ref first, i + (2 * count))));
            d = term.AddTo(d, Doubles.Load<L, T>(in Unsafe.Add(ref first, i + (3 * count))));
        }

        for (; i <= length - count; i += count)
        {
            a = term.AddTo(a, Doubles.Load<L, T>(in Unsafe.Add(ref first, i)));
        }

        var whole = a.Plus(b).Plus(c.Plus(d)).Across();
        if (i == length)
        {
            return whole;
        }

        var rest = default(TRest);
        for (; i < length; i++)
        {
            rest = term.AddTo(rest, Doubles.Load<Lane<double>, T>(in Unsafe.Add(ref first, i)));
        }

        return whole + rest.Across();
    }

    private DoubleDouble Many<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
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

    // The terms of the norms use eight totals. A user's penalty uses four whether or not it has a field.
    private DoubleDouble Lanes<L>(ReadOnlySpan<T> part, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double> =>
        typeof(T) == typeof(double) ? Lanes<FourTotals, CompensatedSum<L>, L>(part, out rest)
        : typeof(TTerm) == typeof(MagnitudeTerm) || typeof(TTerm) == typeof(SquareTerm) ? Lanes<EightTotals, PlainSum<L>, L>(part, out rest)
        : Lanes<FourTotals, PlainSum<L>, L>(part, out rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDouble Lanes<TStreams, TSum, L>(ReadOnlySpan<T> part, out ReadOnlySpan<T> rest)
        where TStreams : struct
        where TSum : struct, IWideSum<TSum, L>
        where L : struct, ILanes<L, double> =>
        ReductionLoop.Fold<TStreams, T, Fold<TSum, L>, TSum, TSum>(part, new(term), out rest).Across();

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
