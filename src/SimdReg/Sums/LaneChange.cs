using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>How far a step moves weights, and how many to zero.</summary>
internal readonly record struct Change<T>(T Largest, long NewZeros)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Change<T> operator +(Change<T> left, Change<T> right) =>
        new(T.Max(left.Largest, right.Largest), left.NewZeros + right.NewZeros);
}

/// <summary>The same, the largest in each lane, in the weights' own type.</summary>
internal readonly record struct LaneChange<W, T>(W Largest, int NewZeros)
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>This change with one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> With(W before, W after)
    {
        // As the step read it.
        before = W.FlushSubnormal(before);
        return new(
            W.LargerMagnitude(W.Abs(after - before), Largest),
            NewZeros + BitOperations.PopCount(W.ZeroBits(after) & ~W.ZeroBits(before)));
    }

    /// <summary>This change and another, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> With(LaneChange<W, T> other) => new(W.LargerMagnitude(other.Largest, Largest), NewZeros + other.NewZeros);

    /// <summary>All lanes together.</summary>
    public Change<T> Across() => new(LaneValues.Largest<W, T>(Largest), NewZeros);
}
