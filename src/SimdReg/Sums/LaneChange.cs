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

/// <summary>The same in each lane, in the weights' own type: a count is exact, for a block is shorter than 2²⁴.</summary>
internal readonly record struct LaneChange<W, T>(W Largest, W NewZeros)
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From what weights were to what they are.</summary>
    public static Change<T> Between(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
    {
        var change = ReductionLoop.Fold<W, T, ChangeFold<W, T>, LaneChange<W, T>, LaneChange<W, T>>(after, new(before, after), out var rest).Across();
        return rest.IsEmpty ? change : change + LaneChange<Lane<T>, T>.Between(before[^rest.Length..], rest);
    }

    /// <summary>This change with one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> With(W before, W after)
    {
        // As the step read it.
        before = W.FlushSubnormal(before);
        var isZero = W.SelectEqual(after, W.Zero, W.Splat(1), W.Zero);
        return new(
            W.LargerMagnitude(W.Abs(after - before), Largest),
            NewZeros + W.SelectEqual(before, W.Zero, W.Zero, isZero));
    }

    /// <summary>This change and another, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> With(LaneChange<W, T> other) => new(W.LargerMagnitude(other.Largest, Largest), NewZeros + other.NewZeros);

    /// <summary>All lanes together.</summary>
    public Change<T> Across() => new(LaneValues.Largest<W, T>(Largest), (long)LaneValues.Sum<W, T>(NewZeros));
}
