using System.Buffers;

namespace SimdReg.Tuning;

/// <summary>Writes lines of comma-separated values.</summary>
/// <remarks>Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005.</remarks>
internal static class Csv
{
    // A cell that contains one of these is quoted.
    private static readonly SearchValues<char> _quoted = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a line. Numbers are written so that they read back to the same bits.</summary>
    public static void WriteLine(TextWriter writer, IEnumerable<object?> cells) =>
        writer.Write(string.Join(',', cells.Select(cell => Cell(InvariantText.Of(cell)))) + "\r\n");

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
