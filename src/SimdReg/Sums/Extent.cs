using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>The number of non-zeros and the largest magnitude of some weights.</summary>
internal readonly record struct Extent<T>(long NonZeros, T Largest)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Extent<T> operator +(Extent<T> left, Extent<T> right) =>
        new(left.NonZeros + right.NonZeros, T.Max(left.Largest, right.Largest));
}

/// <summary>The same in each lane, in the weights' own type: a count is exact, for a block is shorter than 2²⁴. NaN is no magnitude here, and
/// counted elsewhere.</summary>
internal readonly record struct LaneExtent<W>(W NonZeros, W Largest)
    where W : struct, ILanes<W>
{
    /// <summary>This extent with one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneExtent<W> With(W weights)
    {
        // Compared with −0, which equals 0 but is not the zero selected: the JIT then masks the 1 instead of blending.
        var nonZeros = W.SelectEqual(weights, W.Splat(-0.0), W.Zero, W.Splat(1));
        return new(NonZeros + nonZeros, W.LargerOrRight(W.Abs(weights), Largest));
    }

    /// <summary>This extent and another, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneExtent<W> With(LaneExtent<W> other) => new(NonZeros + other.NonZeros, W.LargerOrRight(other.Largest, Largest));
}
