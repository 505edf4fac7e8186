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

/// <summary>The same in each lane, in the weights' own type: a count is exact, for a block is shorter than 2²⁴.</summary>
internal readonly record struct LaneChange<W, T>(W Largest, W NotNumbers, W NewZeros)
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>This change with one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> With(W before, W after)
    {
        // Compared with −0, as in LaneExtent.
        var wasNonZero = W.SelectEqual(before, W.Splat(-0.0), W.Zero, W.Splat(1));
        // NaN beside, because a maximum that keeps NaN takes four instructions, each waiting for the last.
        var change = after - before;
        return new(
            W.LargerOrRight(W.Abs(change), Largest),
            W.SelectEqual(change, change, NotNumbers, change),
            NewZeros + W.SelectEqual(after, W.Zero, wasNonZero, W.Zero));
    }

    /// <summary>All lanes together.</summary>
    public Change<T> Across()
    {
        var (largest, notNumbers, newZeros) = this;
        var changes = LaneValues.Of<W, T>(in largest);
        var nans = LaneValues.Of<W, T>(in notNumbers);
        var counts = LaneValues.Of<W, T>(in newZeros);

        var (furthest, count) = (T.Zero, T.Zero);
        for (var i = 0; i < changes.Length; i++)
        {
            furthest = T.Max(T.Max(changes[i], nans[i]), furthest);
            count += counts[i];
        }

        return new(furthest, long.CreateTruncating(count));
    }
}
