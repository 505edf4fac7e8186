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

    /// <summary>Its ToString where the culture is the invariant one: a record, for one, asks its members for theirs, which take the current culture.</summary>
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
