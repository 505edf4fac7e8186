using System.Globalization;
using System.Text;

namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>Writes tables.</summary>
internal static class Markdown
{
    public static string Table(string[] head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        Line(text, head);
        Line(text, [.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Line(text, row);
        }

        return text.ToString();
    }

    public static string Milliseconds(double seconds) => Number(seconds * 1e3);

    public static string Megabytes(double bytes) => Number(bytes / 1e6);

    public static string Percent(double share) => (100 * share).ToString("+0;−0;0", CultureInfo.InvariantCulture) + " %";

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits.</summary>
    public static string Number(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var digits = 2 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return value.ToString(digits <= 0 ? "#,0" : "0." + new string('0', digits), CultureInfo.InvariantCulture);
    }

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
