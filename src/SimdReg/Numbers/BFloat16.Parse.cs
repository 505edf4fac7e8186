using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SimdReg;

public readonly partial struct BFloat16
{
    private const NumberStyles DefaultStyle = NumberStyles.Float | NumberStyles.AllowThousands;

    /// <summary>Parses a number in the current culture.</summary>
    /// <inheritdoc cref="Parse(string, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(string s) => Parse(s, DefaultStyle, null);

    /// <summary>Parses a number in the current culture.</summary>
    /// <inheritdoc cref="Parse(string, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(string s, NumberStyles style) => Parse(s, style, null);

    /// <summary>Parses a number.</summary>
    /// <inheritdoc cref="Parse(string, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(string s, IFormatProvider? provider) => Parse(s, DefaultStyle, provider);

    /// <summary>Parses a number, and rounds it once, to the nearest <see cref="BFloat16"/>, of two equally near ones to the even one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="style">What the text may contain. Without this parameter: white space, a sign, thousands separators, a decimal point and an exponent.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>The number. A magnitude from (2 − 2⁻⁸)·2¹²⁷ on gives an infinity.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="style"/> is not a style of floating-point numbers.</exception>
    /// <exception cref="FormatException">The text is not a number in this style.</exception>
    public static BFloat16 Parse(string s, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), style, provider);
    }

    /// <summary>Parses a number.</summary>
    /// <inheritdoc cref="Parse(string, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, DefaultStyle, provider);

    /// <inheritdoc cref="Parse(string, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        Rounded(double.Parse(s, style, provider), s);

    /// <summary>Parses a number from UTF-8.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, NumberStyles, IFormatProvider?)"/>
    public static BFloat16 Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => Parse(utf8Text, DefaultStyle, provider);

    /// <summary>Parses a number from UTF-8, and rounds it once, to the nearest <see cref="BFloat16"/>, of two equally near ones to the even one.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="style">What the text may contain.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>The number. A magnitude from (2 − 2⁻⁸)·2¹²⁷ on gives an infinity.</returns>
    /// <exception cref="ArgumentException"><paramref name="style"/> is not a style of floating-point numbers.</exception>
    /// <exception cref="FormatException">The text is not a number in this style.</exception>
    public static BFloat16 Parse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider) =>
        Rounded(double.Parse(utf8Text, style, provider), utf8Text);

    /// <summary>Parses a number in the current culture, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(string?, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out BFloat16 result) => TryParse(s, DefaultStyle, null, out result);

    /// <summary>Parses a number, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(string?, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BFloat16 result) => TryParse(s, DefaultStyle, provider, out result);

    /// <summary>Parses a number, if the text is one, as <see cref="Parse(string, NumberStyles, IFormatProvider?)"/> does.</summary>
    /// <param name="s">The text.</param>
    /// <param name="style">What the text may contain. Without this parameter: white space, a sign, thousands separators, a decimal point and an exponent.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <param name="result">The number, or 0 if the text is none.</param>
    /// <returns>Whether the text is a number.</returns>
    /// <exception cref="ArgumentException"><paramref name="style"/> is not a style of floating-point numbers.</exception>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out BFloat16 result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    /// <summary>Parses a number in the current culture, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(string?, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<char> s, out BFloat16 result) => TryParse(s, DefaultStyle, null, out result);

    /// <summary>Parses a number, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(string?, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BFloat16 result) => TryParse(s, DefaultStyle, provider, out result);

    /// <inheritdoc cref="TryParse(string?, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out BFloat16 result)
    {
        var isNumber = double.TryParse(s, style, provider, out var value);
        result = isNumber ? Rounded(value, s) : default;
        return isNumber;
    }

    /// <summary>Parses a number from UTF-8 in the current culture, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out BFloat16 result) => TryParse(utf8Text, DefaultStyle, null, out result);

    /// <summary>Parses a number from UTF-8, if the text is one.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, NumberStyles, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out BFloat16 result) =>
        TryParse(utf8Text, DefaultStyle, provider, out result);

    /// <summary>Parses a number from UTF-8, if the text is one, as <see cref="Parse(ReadOnlySpan{byte}, NumberStyles, IFormatProvider?)"/> does.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="style">What the text may contain.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <param name="result">The number, or 0 if the text is none.</param>
    /// <returns>Whether the text is a number.</returns>
    /// <exception cref="ArgumentException"><paramref name="style"/> is not a style of floating-point numbers.</exception>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out BFloat16 result)
    {
        var isNumber = double.TryParse(utf8Text, style, provider, out var value);
        result = isNumber ? Rounded(value, utf8Text) : default;
        return isNumber;
    }

    private static BFloat16 Rounded(double value, ReadOnlySpan<byte> utf8Text) =>
        IsMidway(value) ? Rounded(value, Encoding.UTF8.GetString(utf8Text)) : (BFloat16)value;

    /// <summary>Rounds the number of a text, which <paramref name="value"/> is the nearest double of.</summary>
    private static BFloat16 Rounded(double value, ReadOnlySpan<char> text)
    {
        // Only a double midway between two numbers does not tell on which side of it the text lies.
        var order = IsMidway(value) ? MidwayDigits.Compare(text, (float)value) : 0;
        if (order == 0)
        {
            return (BFloat16)value;
        }

        var towardsZero = (int)(BitConverter.SingleToUInt32Bits((float)value) >> DroppedBits);
        return new(order < 0 ? towardsZero : towardsZero + 1);
    }

    /// <summary>Whether a number lies midway between two neighbours: it is a float then, and the first of its dropped bits alone is set.</summary>
    private static bool IsMidway(double value) =>
        (float)value == value && (ushort)BitConverter.SingleToUInt32Bits((float)value) == 1 << (DroppedBits - 1);
}
