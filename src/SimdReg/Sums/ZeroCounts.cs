using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>How many weights are not zero after a step, and how many became zero in it.</summary>
internal readonly record struct ZeroCounts(long NonZeros, long NewZeros)
{
    public static ZeroCounts operator +(ZeroCounts left, ZeroCounts right) =>
        new(left.NonZeros + right.NonZeros, left.NewZeros + right.NewZeros);
}

/// <summary>The same, while a loop counts.</summary>
internal interface IZeroCount<W>
    where W : struct, ILanes<W>
{
    /// <summary>Adds one more weight in each lane. One that is zero before and after adds nothing.</summary>
    void Add(W before, W after);

    /// <summary>All lanes together.</summary>
    ZeroCounts Across();
}

/// <summary>Counted beside the lanes, in bits: where the registers of a loop are in demand, it takes none.</summary>
internal struct ZeroBits<W> : IZeroCount<W>
    where W : struct, ILanes<W>
{
    private int _nonZeros;
    private int _newZeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W before, W after)
    {
        var zeros = W.ZeroBits(after);
        _nonZeros += W.Count - BitOperations.PopCount(zeros);
        _newZeros += NewZeros(before, zeros);
    }

    public readonly ZeroCounts Across() => new(_nonZeros, _newZeros);

    /// <summary>How many lanes are zero now, as these bits say, and were not before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NewZeros(W before, uint zeros) => BitOperations.PopCount(zeros & ~W.ZeroBits(before));
}

/// <summary>Counted in lanes, both numbers in one: 1 for a weight that is not zero, and <see cref="NewZero"/> for one that became so.</summary>
internal struct ZeroMarks<W, T> : IZeroCount<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private W _marks;

    /// <summary>
    /// More than there are weights in all lanes after <see cref="Anchor{T}.Turns"/>, 16 · 96 floats or 8 · 1,024 doubles, and so little that
    /// as many marks add up without error: to at most 1,536 · 2¹² &lt; 2²⁴, or 8,192 · 2²⁰ &lt; 2⁵³.
    /// </summary>
    private static double NewZero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 1 << 12 : 1 << 20;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W before, W after) => _marks += W.MarkZeros(before, after, W.Splat(NewZero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ZeroCounts Across()
    {
        var marks = (long)double.CreateTruncating(LaneValues.Sum<W, T>(_marks));
        return new(marks % (long)NewZero, marks / (long)NewZero);
    }
}
