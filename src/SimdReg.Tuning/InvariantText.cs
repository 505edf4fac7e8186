using System.Globalization;

namespace SimdReg.Tuning;

/// <summary>Text that does not depend on the culture.</summary>
internal static class InvariantText
{
    /// <summary>The text of a value, empty for null.</summary>
    public static string Of(object? value) => value switch
    {
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Invariantly(value),
    };

    /// <summary>The result of ToString under the invariant culture: a record, for example, formats its members in the current culture.</summary>
    private static string Invariantly(object? value)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return value?.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
