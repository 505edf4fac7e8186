using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Tests.Support;

/// <summary>How far a sum of non-negative terms may lie from the exact one.</summary>
internal static class SumTolerance
{
    private const double HalfUlp = 1.0 / (1L << 53);

    /// <summary>A float is the exact sum, rounded; a double is near it.</summary>
    public static void AssertRounded<T>(double exact, T actual, in Case at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Bits.Equal<T>([T.CreateTruncating(exact)], [actual], at);
        }
        else
        {
            AssertNear(exact, double.CreateTruncating(actual), at);
        }
    }

    /// <summary>A double is as near as its additions allow.</summary>
    public static void AssertNear(double exact, double actual, in Case at)
    {
        // Each rounding moves a sum of non-negative terms by half a unit in the last place at most. A term passes
        // through at most as many additions as a lane takes weights of a block and three (where several totals are gathered one
        // after the other, each has taken but its share of the weights), eight across the widest lanes, one for the rest of a block
        // and two from block to block. Its value takes five operations here and as many in the reference.
        var additions = Math.Min(at.Length, Blocks<double>.LaneLength) + 3 + 8 + 1 + 2;
        var tolerance = (additions + 10) * HalfUlp * exact;
        if (actual != exact && !(Math.Abs(actual - exact) <= tolerance))
        {
            Assert.Fail($"{at}: expected {Bits.Show(exact)} give or take {tolerance}, found {Bits.Show(actual)}.");
        }
    }
}
