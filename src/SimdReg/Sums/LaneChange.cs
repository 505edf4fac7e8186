using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>How far a step moves weights, and how many to zero.</summary>
internal readonly record struct Change<T>(T Largest, long NewZeros)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Change<T> operator +(Change<T> left, Change<T> right) =>
        new(T.Max(left.Largest, right.Largest), left.NewZeros + right.NewZeros);
}

/// <summary>The same, the largest in each lane, in the weights' own type.</summary>
internal struct LaneChange<W, T> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LargestChange<W> _largest;
    private int _newZeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTarget(W before, W after)
    {
        _largest.Add(before, after);
        _newZeros += ZeroBits<W>.NewZeros(before, W.ZeroBits(after));
    }

    /// <summary>Gradients do not count.</summary>
    public readonly void AddSource(W source)
    {
    }

    /// <summary>All lanes together.</summary>
    public readonly Change<T> Across() => new(LaneValues.Largest<W, T>(_largest.Value), _newZeros);
}

/// <summary>The largest difference in each lane, without its sign.</summary>
internal struct LargestChange<W>
    where W : struct, ILanes<W>
{
    /// <summary>Of differences that are numbers: one that is not comes of a weight that is not finite.</summary>
    public W Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W before, W after) => Value = W.LargerMagnitudeOrRight(after - before, Value);
}
