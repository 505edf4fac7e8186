using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>What penalties do where a number would leave the range of its type.</summary>
internal static class Extremes
{
    /// <summary>The number, or the largest finite one in place of ∞.</summary>
    public static T Finite<T>(T number)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.IsPositiveInfinity(number) ? T.BitDecrement(number) : number;
}
