using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>√Σw², rounded once: the square of a candidate is compared with the exact sum.</summary>
internal static class GroupNormReference
{
    public static T Of<T>(IEnumerable<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var squares = BigInteger.Zero;
        var (hasNaN, hasInfinity) = (false, false);
        foreach (var w in weights)
        {
            hasNaN |= T.IsNaN(w);
            hasInfinity |= T.IsInfinity(w);
            squares += T.IsFinite(w) ? BigInteger.Pow(Units(w), 2) : 0;
        }

        return hasNaN ? T.NaN : hasInfinity ? T.PositiveInfinity : Root<T>(squares);
    }

    /// <summary>The same as a double, which is finite also beyond the largest number of T.</summary>
    public static double AsDouble<T>(IEnumerable<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        double.CreateChecked(Of(weights)) is var norm && double.IsFinite(norm) ? norm : Of(weights.Select(double.CreateChecked));

    /// <summary>The value of T nearest to the root of a number of squared units; of two, the one whose last bit is 0.</summary>
    public static T Root<T>(BigInteger squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Bisection over the numbers of T, from 0 to infinity, in the order of their bits.
        var (below, above) = (0UL, Order(T.PositiveInfinity));
        while (above - below > 1)
        {
            var middle = below + ((above - below) / 2);
            (below, above) = BigInteger.Pow(Units(At<T>(middle)), 2) <= squares ? (middle, above) : (below, middle);
        }

        var twiceMidpoint = Units(At<T>(below)) + Units(At<T>(above));
        var comparison = (4 * squares).CompareTo(twiceMidpoint * twiceMidpoint);
        return At<T>(comparison < 0 || (comparison == 0 && below % 2 == 0) ? below : above);
    }

    /// <summary>A number as a multiple of 2⁻¹⁰⁷⁴. Infinity is the power of two that comes after the largest number.</summary>
    public static BigInteger Units<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsInfinity(value)
            ? BigInteger.One << (1074 + (typeof(T) == typeof(float) ? 128 : 1024))
            : ExactSum.Of(double.CreateChecked(value)).Units;

    private static ulong Order<T>(T value) => value switch
    {
        float single => BitConverter.SingleToUInt32Bits(single),
        double number => BitConverter.DoubleToUInt64Bits(number),
        _ => throw new NotSupportedException(),
    };

    private static T At<T>(ulong bits) => typeof(T) == typeof(float)
        ? (T)(object)BitConverter.UInt32BitsToSingle((uint)bits)
        : (T)(object)BitConverter.UInt64BitsToDouble(bits);
}
