using System.Globalization;
using System.Numerics;

namespace SimdReg.Tests.Numbers;

/// <summary>A number without rounding: <c>Numerator/Denominator</c>.</summary>
internal readonly record struct Exact(BigInteger Numerator, BigInteger Denominator)
{
    public static Exact Of(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var (exponent, fraction) = ((int)(bits >> 52) & 0x7FF, (long)(bits & ((1UL << 52) - 1)));
        var significand = exponent == 0 ? fraction : fraction | (1L << 52);
        var zeros = significand == 0 ? 0 : BitOperations.TrailingZeroCount(significand);
        var (odd, power) = (new BigInteger((significand >> zeros) * Math.Sign(value)), Math.Max(exponent, 1) - 1075 + zeros);
        return power < 0 ? new(odd, BigInteger.One << -power) : new(odd << power, 1);
    }

    /// <summary>The number of a text with a point and an exponent, in the invariant culture.</summary>
    public static Exact Of(string text)
    {
        var parts = text.Split('e', 'E');
        var fraction = parts[0].Length - 1 - parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return Of(digits, (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (parts[0].Contains('.', StringComparison.Ordinal) ? fraction : 0));
    }

    /// <summary>count·10^power.</summary>
    public static Exact Of(BigInteger count, int power) => power < 0 ? new(count, PowersOfTen[-power]) : new(count * PowersOfTen[power], 1);

    public static BigInteger[] PowersOfTen { get; } = [.. Enumerable.Range(0, 512).Select(power => BigInteger.Pow(10, power))];
}

/// <summary>Rounding and shortest decimal numbers of bfloat16 in whole numbers, without floating-point arithmetic.</summary>
internal static class ExactBFloat16
{
    /// <summary>Half of the smallest positive number, 2⁻¹³⁴, is the unit: numbers and the points midway between them are whole.</summary>
    private const int UnitPower = 134;

    /// <summary>The finite magnitudes in ascending order, which is that of their bits, and last the number that would follow if infinity did not.</summary>
    private static readonly BigInteger[] _magnitudes = [.. Enumerable.Range(0, 0x7F81).Select(UnitsOf)];

    /// <summary>The bits of the nearest number, of two equally near ones the even bits. Infinity counts as 2¹²⁸.</summary>
    public static ushort Nearest(Exact value)
    {
        var magnitude = BigInteger.Abs(value.Numerator) << UnitPower;
        var units = BigInteger.DivRem(magnitude, value.Denominator, out var rest);
        var found = Array.BinarySearch(_magnitudes, units);
        var below = Math.Min(found < 0 ? ~found - 1 : found, 0x7F80);
        if (below < 0x7F80)
        {
            var midway = (_magnitudes[below] + _magnitudes[below + 1]) >> 1;
            var order = units.CompareTo(midway) is not 0 and var differs ? differs : rest.Sign;
            below += order > 0 || (order == 0 && below % 2 == 1) ? 1 : 0;
        }

        return (ushort)(below | (value.Numerator.Sign < 0 ? 0x8000 : 0));
    }

    /// <summary>
    /// The decimal number with the last digit furthest to the left of all that round to a positive number, and of those the nearest: of two equally near ones the one
    /// with the even digit.
    /// </summary>
    public static Exact Shortest(int bits)
    {
        var value = _magnitudes[bits];
        var (low, high) = ((_magnitudes[bits - 1] + value) >> 1, (value + _magnitudes[bits + 1]) >> 1);
        var areEndsIn = bits % 2 == 0;

        // Not below the power of ten above the number.
        for (var power = (int)Math.Ceiling(BigInteger.Log10(high) - (UnitPower * Math.Log10(2))) + 1; ; power--)
        {
            // Everything in units of 2⁻¹³⁴·10^min(power, 0), so that steps and numbers are whole.
            var scale = power < 0 ? Exact.PowersOfTen[-power] : 1;
            var step = Exact.PowersOfTen[Math.Max(power, 0)] << UnitPower;
            var (from, to) = (low * scale, high * scale);
            var first = (from + (areEndsIn ? step - 1 : step)) / step;
            var last = (areEndsIn ? to : to - 1) / step;
            if (first <= last)
            {
                var nearest = first;
                for (var count = first; count <= last; count++)
                {
                    var order = BigInteger.Abs((count * step) - (value * scale)).CompareTo(BigInteger.Abs((nearest * step) - (value * scale)));
                    nearest = order < 0 || (order == 0 && count.IsEven) ? count : nearest;
                }

                return Exact.Of(nearest, power);
            }
        }
    }

    private static BigInteger UnitsOf(int bits)
    {
        var (exponent, fraction) = (bits >> 7, bits & 0x7F);
        return exponent == 0 ? new BigInteger(fraction) << 1 : new BigInteger(fraction | 0x80) << exponent;
    }
}
