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
    private W _largest;
    private int _newZeros;

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTarget(W before, W after)
    {
        _largest = W.LargerMagnitude(W.Abs(after - before), _largest);
        _newZeros += BitOperations.PopCount(W.ZeroBits(after) & ~W.ZeroBits(before));
    }

    /// <summary>Gradients do not count.</summary>
    public readonly void AddSource(W source)
    {
    }

    /// <summary>Adds what another has come to, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneChange<W, T> other)
    {
        _largest = W.LargerMagnitude(other._largest, _largest);
        _newZeros += other._newZeros;
    }

    /// <summary>All lanes together.</summary>
    public readonly Change<T> Across() => new(LaneValues.Largest<W, T>(_largest), _newZeros);
}
