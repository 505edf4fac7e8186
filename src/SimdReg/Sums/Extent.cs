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

/// <summary>The number of zeros, and the largest magnitude in each lane, in the weights' own type.</summary>
internal readonly record struct LaneExtent<W, T>(int Zeros, W Largest)
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>This extent with one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneExtent<W, T> With(W weights) => new(
        Zeros + BitOperations.PopCount(W.ZeroBits(weights)),
        W.LargerMagnitude(W.Abs(weights), Largest));

    /// <summary>This extent and another, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneExtent<W, T> With(LaneExtent<W, T> other) => new(Zeros + other.Zeros, W.LargerMagnitude(other.Largest, Largest));

    /// <summary>All lanes together, which hold so many weights.</summary>
    public Extent<T> Across(int count) => new(count - Zeros, LaneValues.Largest<W, T>(Largest));
}
