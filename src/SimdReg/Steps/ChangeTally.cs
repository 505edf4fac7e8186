using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Steps;

/// <summary>The largest change of a weight in each lane, and the number of weights that become zero.</summary>
internal struct ChangeTally<W, T> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A NaN difference comes from weights that are not finite, and does not count.
    private W _largest;
    private int _newZeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W before, W after)
    {
        _largest = W.MaxMagnitudeOrRight(after - before, _largest);
        _newZeros += BitOperations.PopCount(W.ZeroBits(after) & ~W.ZeroBits(before));
    }

    /// <summary>Combines all lanes.</summary>
    public readonly void Across(out T largest, out long newZeros) =>
        (largest, newZeros) = (LaneValues.Largest<W, T>(_largest), _newZeros);
}
