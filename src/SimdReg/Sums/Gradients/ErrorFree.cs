using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Additions on lanes whose rounding errors are numbers too.</summary>
/// <remarks>Source: Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B; Ogita, Rump and Oishi, "Accurate sum and dot product", SIAM Journal on Scientific Computing, 2005.</remarks>
internal static class ErrorFree
{
    /// <summary>left + right, rounded. With the error, it is exact. The error is neither infinite nor −0: it is NaN where an operand is not finite, or where an addition overflows.</summary>
    /// <remarks>Next to the largest number, the additions that compute the error can overflow where the sum does not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L TwoSum<L>(L left, L right, out L error)
        where L : struct, ILanes<L>
    {
        // Every second addition is a fused one by ±1, which rounds to the same number: some processors add in two units, and multiply and add in two more.
        var (one, minusOne) = (L.Splat(1), L.Splat(-1));
        var sum = left + right;
        var fromRight = L.AddExactProduct(minusOne, left, sum);
        var fromLeft = sum - fromRight;
        error = L.AddExactProduct(one, L.AddExactProduct(minusOne, fromRight, right), left - fromLeft);
        return sum;
    }
}
