namespace SimdReg;

/// <summary>Finds the decimal number with the fewest digits that rounds to a <see cref="BFloat16"/>.</summary>
/// <remarks>
/// As in the digit generation of Steele and White (1990), a power of ten after the other is tried, with its two multiples around the number. Doubles are exact enough: a decimal
/// number that is an end of the rounding interval has a power of ten that is exact, and every other is further from the ends than the error. The tests compare all numbers with
/// exact arithmetic.
/// </remarks>
internal static class ShortestDecimal
{
    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44,
    ];

    /// <summary>The decimal number, rounded to double; of several with equally few digits the nearest, of two equally near the one with the even last digit.</summary>
    /// <param name="number">A finite number.</param>
    public static double Of(BFloat16 number)
    {
        var value = (double)number;
        var magnitude = Math.Abs(value);
        if (magnitude == 0)
        {
            return value;
        }

        // The first power lies above the number: for 9.18·10⁻⁴¹, 10⁻⁴⁰ counts as shorter than 9·10⁻⁴¹, as in .NET.
        for (var power = (int)Math.Floor(Math.Log10(magnitude)) + 1; ; power--)
        {
            var scaled = TimesPowerOfTen(magnitude, -power);
            var count = Math.Floor(scaled);
            var (below, above) = (TimesPowerOfTen(count, power), TimesPowerOfTen(count + 1, power));
            var (isBelow, isAbove) = (RoundsTo(below, magnitude), RoundsTo(above, magnitude));
            if (isBelow || isAbove)
            {
                var isNearerBelow = scaled - count < 0.5 || (scaled - count == 0.5 && double.IsEvenInteger(count));
                return Math.CopySign(isBelow && (!isAbove || isNearerBelow) ? below : above, value);
            }
        }
    }

    /// <summary>value·10^power. Both branches multiply or divide by a whole number, which is exact up to 10²².</summary>
    private static double TimesPowerOfTen(double value, int power) => power < 0 ? value / PowersOfTen[-power] : value * PowersOfTen[power];

    private static bool RoundsTo(double value, double magnitude) => (double)(BFloat16)value == magnitude;
}
