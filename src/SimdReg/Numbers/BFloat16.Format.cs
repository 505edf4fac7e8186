using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SimdReg;

public readonly partial struct BFloat16
{
    // The same as in .NET 11: custom formats see four digits of the number.
    private const string RoundingOfCustomFormats = "E3";

    /// <summary>The shortest text that parses to this number, in the current culture.</summary>
    /// <returns>The text: at most four digits.</returns>
    public override string ToString() => ToString(null, null);

    /// <summary>The shortest text that parses to this number.</summary>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>The text: at most four digits.</returns>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>The number in a numeric format of .NET, in the current culture.</summary>
    /// <inheritdoc cref="ToString(string?, IFormatProvider?)"/>
    public string ToString([StringSyntax(StringSyntaxAttribute.NumericFormat)] string? format) => ToString(format, null);

    /// <summary>The number in a numeric format of .NET.</summary>
    /// <param name="format">
    /// A standard or custom format. <see langword="null"/>, empty, <c>G</c> and <c>R</c> give the shortest text that parses to this number, a precision gives the digits of its value.
    /// </param>
    /// <param name="formatProvider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>The text.</returns>
    /// <exception cref="FormatException"><paramref name="format"/> is not a format of floating-point numbers.</exception>
    public string ToString([StringSyntax(StringSyntaxAttribute.NumericFormat)] string? format, IFormatProvider? formatProvider)
    {
        var (number, other) = Formatted(format);
        return number.ToString(other ?? format, formatProvider);
    }

    /// <summary>Writes the text of <see cref="ToString(string?, IFormatProvider?)"/>.</summary>
    /// <param name="destination">The memory for the text.</param>
    /// <param name="charsWritten">The length of the text; 0 if it does not fit.</param>
    /// <param name="format">A standard or custom format.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>Whether the text fits.</returns>
    /// <exception cref="FormatException"><paramref name="format"/> is not a format of floating-point numbers.</exception>
    public bool TryFormat(
        Span<char> destination,
        out int charsWritten,
        [StringSyntax(StringSyntaxAttribute.NumericFormat)] ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null)
    {
        var (number, other) = Formatted(format);
        return number.TryFormat(destination, out charsWritten, other is null ? format : other, provider);
    }

    /// <summary>Writes the text of <see cref="ToString(string?, IFormatProvider?)"/> as UTF-8.</summary>
    /// <param name="utf8Destination">The memory for the text.</param>
    /// <param name="bytesWritten">The number of bytes of the text; 0 if it does not fit.</param>
    /// <param name="format">A standard or custom format.</param>
    /// <param name="provider">The culture; <see langword="null"/> for the current one.</param>
    /// <returns>Whether the text fits.</returns>
    /// <exception cref="FormatException"><paramref name="format"/> is not a format of floating-point numbers.</exception>
    public bool TryFormat(
        Span<byte> utf8Destination,
        out int bytesWritten,
        [StringSyntax(StringSyntaxAttribute.NumericFormat)] ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null)
    {
        var (number, other) = Formatted(format);
        return number.TryFormat(utf8Destination, out bytesWritten, other is null ? format : other, provider);
    }

    /// <summary>A double whose text is the text of this number, and the format for it where it is not the given one.</summary>
    private (double Number, string? Format) Formatted(ReadOnlySpan<char> format)
    {
        if (!IsFinite(this))
        {
            return ((double)this, null);
        }

        // A number needs up to four digits, 1 + ⌈8·log₁₀2⌉. So many fit before the layout changes to an exponent.
        if (IsShortest(format))
        {
            return (ShortestDecimal.Of(this), !format.IsEmpty && char.IsAsciiLetterLower(format[0]) ? "g4" : "G4");
        }

        return IsStandard(format)
            ? ((double)this, null)
            : (double.Parse(((double)this).ToString(RoundingOfCustomFormats, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), null);
    }

    /// <summary>G without a precision or with 0, and R with any, which has no effect.</summary>
    private static bool IsShortest(ReadOnlySpan<char> format) => format.IsEmpty || format[0] switch
    {
        'G' or 'g' => PrecisionOf(format) == 0,
        'R' or 'r' => PrecisionOf(format) is not null,
        _ => false,
    };

    /// <summary>A letter, and perhaps digits; anything else is a custom format.</summary>
    private static bool IsStandard(ReadOnlySpan<char> format) => char.IsAsciiLetter(format[0]) && !format[1..].ContainsAnyExceptInRange('0', '9');

    /// <summary>The number behind the letter, 0 if nothing stands there, <see langword="null"/> for what the numbers of .NET refuse too.</summary>
    private static int? PrecisionOf(ReadOnlySpan<char> format) =>
        format.Length == 1 ? 0
        : int.TryParse(format[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var precision) && precision < 1_000_000_000 ? precision
        : null;
}
