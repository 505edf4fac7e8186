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

/// <summary>The number of non-zeros, and the largest magnitude in each lane, in the weights' own type.</summary>
internal struct LaneExtent<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private W _largest;
    private int _nonZeros;

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        _largest = W.LargerMagnitude(W.Abs(weights), _largest);
        _nonZeros += W.Count - BitOperations.PopCount(W.ZeroBits(weights));
    }

    /// <summary>Adds what another has come to, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneExtent<W, T> other)
    {
        _largest = W.LargerMagnitude(other._largest, _largest);
        _nonZeros += other._nonZeros;
    }

    /// <summary>All lanes together.</summary>
    public readonly Extent<T> Across() => new(_nonZeros, LaneValues.Largest<W, T>(_largest));
}
