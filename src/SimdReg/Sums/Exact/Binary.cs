using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>An exact non-negative number: significand · 2^exponent.</summary>
internal readonly record struct Binary(BigInteger Significand, int Exponent)
{
    private const int SmallestExponent = -1074;

    /// <summary>A finite double, without its sign.</summary>
    public static Binary Of(double value)
    {
        var (significand, exponent) = Split(value);
        return new(significand, exponent);
    }

    /// <summary>Splits the magnitude of a finite double: significand · 2^exponent, with an exponent of at least −1074.</summary>
    public static (ulong Significand, int Exponent) Split(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var fraction = bits & ((1UL << 52) - 1);
        var exponent = (int)(bits >> 52) & 0x7FF;
        return exponent == 0 ? (fraction, SmallestExponent) : (fraction | (1UL << 52), exponent - 1 + SmallestExponent);
    }

    /// <summary>The smallest power of two above a positive double that is normal and below 2¹⁰²³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double PowerOfTwoAbove(double value) =>
        2 * BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) & BitConverter.DoubleToUInt64Bits(double.PositiveInfinity));

    public static Binary operator *(Binary left, Binary right) =>
        new(left.Significand * right.Significand, left.Exponent + right.Exponent);

    public static Binary operator +(Binary left, Binary right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return new((left.Significand << (left.Exponent - exponent)) + (right.Significand << (right.Exponent - exponent)), exponent);
    }

    /// <summary>The root to 61 bits or more, with one bit more that is 1 unless the root is exact: it rounds as the root itself does.</summary>
    public Binary Root()
    {
        const int Bits = 124;
        if (Significand.IsZero)
        {
            return this;
        }

        // An even exponent, and a significand of at least as many bits.
        var dropped = (int)(Significand.GetBitLength() - Bits);
        dropped -= (Exponent + dropped) & 1;
        var kept = dropped > 0 ? Significand >> dropped : Significand << -dropped;
        var root = new BigInteger(Math.Sqrt((double)kept));
        for (var next = (root + (kept / root)) >> 1; BigInteger.Abs(next - root) > 1; next = (root + (kept / root)) >> 1)
        {
            root = next;
        }

        while (root * root > kept)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= kept)
        {
            root++;
        }

        var isExact = root * root == kept && (dropped <= 0 || kept << dropped == Significand);
        return new((root << 1) + (isExact ? 0 : 1), ((Exponent + dropped) / 2) - 1);
    }

    /// <summary>Rounds to the nearest value of the type, ties to even; to infinity beyond the largest.</summary>
    public T Round<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (precision, smallest) = Element<T>.IsSingle ? (24, -149) : (53, SmallestExponent);

        // The remaining significand has at most that precision, and no bit below the smallest subnormal number.
        var dropped = Math.Max(Significand.GetBitLength() - precision, smallest - Exponent);
        var kept = Significand;
        if (dropped > 0)
        {
            // If all bits are dropped, the result is zero.
            var half = BigInteger.One << (int)(dropped - 1);
            var remainder = Significand & ((half << 1) - 1);
            kept = Significand >> (int)dropped;
            if (remainder > half || (remainder == half && !kept.IsEven))
            {
                kept++;
            }
        }

        return Element<T>.Round(Math.ScaleB((double)kept, Exponent + (int)Math.Max(dropped, 0)));
    }
}
