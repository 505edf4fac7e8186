using System.Globalization;

namespace SimdReg;

/// <summary>Compares the digits of a text with those of a number.</summary>
internal static class MidwayDigits
{
    // A digit, a point and 111 digits: no float has more than 112 significant ones.
    private const string AllDigits = "E111";
    private const int EndOfDigits = 113;
    private const int MaxLength = 128;

    /// <summary>Whether the number of a text is smaller (−1) or larger (1) in magnitude than its nearest double, or that number itself (0).</summary>
    /// <param name="text">A text that .NET has parsed.</param>
    /// <param name="nearest">Its nearest double, midway between two neighbours of <see cref="BFloat16"/> and therefore a float. It is not 0.</param>
    /// <remarks>
    /// Both have the same exponent: they agree in more than fifteen digits, and no midway number is that near to a power of ten. So the first digits that differ
    /// decide. The digits of the text stand between the first that is not 0 and the exponent. This holds in every culture: no symbol contains a digit, and no separator an E.
    /// </remarks>
    public static int Compare(ReadOnlySpan<char> text, float nearest)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        Math.Abs(nearest).TryFormat(buffer, out _, AllDigits, CultureInfo.InvariantCulture);
        buffer[1] = buffer[0];
        ReadOnlySpan<char> expected = buffer[1..EndOfDigits].TrimEnd('0');

        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character) && (count > 0 || character != '0'))
            {
                var digit = count < expected.Length ? expected[count] : '0';
                if (character != digit)
                {
                    return character < digit ? -1 : 1;
                }

                count++;
            }
            else if (count > 0 && character is 'e' or 'E')
            {
                break;
            }
        }

        return count < expected.Length ? -1 : 0;
    }
}
