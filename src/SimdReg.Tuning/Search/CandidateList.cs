using System.Globalization;
using System.Runtime.CompilerServices;

namespace SimdReg.Tuning;

/// <summary>What all lists of candidates share: how long they may be, and how numbers in them are rounded.</summary>
internal static class CandidateList
{
    /// <summary>More trials than anybody runs, and few enough to hold.</summary>
    public const int MaxCount = 1 << 20;

    /// <summary>Returns a number of candidates, of which there must be one at least.</summary>
    public static int Count(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 1 and <= MaxCount
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1 and at most {MaxCount}.");

    /// <summary>Returns a list that must hold strengths, and one at least.</summary>
    public static IReadOnlyList<double> Strengths(IReadOnlyList<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        NotEmpty(values, name);
        for (var i = 0; i < values.Count; i++)
        {
            Guard.Parameter(values[i], $"{name}[{i}]");
        }

        return values;
    }

    /// <summary>Requires a list to hold something.</summary>
    public static void NotEmpty<T>(IReadOnlyList<T> list, [CallerArgumentExpression(nameof(list))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(list, name);
        if (list.Count == 0)
        {
            throw new ArgumentException($"{name} is empty: it must hold one at least.", name);
        }
    }

    /// <summary>Requires a grid to have no more combinations than a list may be long.</summary>
    public static void GridCount(long count, string name)
    {
        if (count > MaxCount)
        {
            throw new ArgumentException($"{name} makes a grid of {count} candidates or more, and there must be no more than {MaxCount}. Draw some of them instead.", name);
        }
    }

    /// <summary>Rounds to six significant digits: what a person can read and type again.</summary>
    public static double Round(double value) =>
        double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
