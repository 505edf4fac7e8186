using System.Globalization;
using System.Runtime.CompilerServices;

namespace SimdReg.Tuning;

/// <summary>The common rules of candidate lists: their length and their rounding.</summary>
internal static class CandidateList
{
    /// <summary>More trials than anyone runs, and few enough to fit in memory.</summary>
    public const int MaxCount = 1 << 20;

    /// <summary>Returns a number of candidates, which must be at least 1.</summary>
    public static int Count(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 1 and <= MaxCount
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1 and at most {MaxCount}.");

    /// <summary>Draws a number of candidates, which must be at least 1, one after the other.</summary>
    public static T[] Drawn<T>(int count, int seed, Func<SplitMix64, T> draw)
    {
        var candidates = new T[Count(count)];
        var random = new SplitMix64(seed);
        foreach (ref var candidate in candidates.AsSpan())
        {
            candidate = draw(random);
        }

        return candidates;
    }

    /// <summary>Returns a list of strengths, which must not be empty.</summary>
    public static IReadOnlyList<double> Strengths(IReadOnlyList<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        NotEmpty(values, name);
        for (var i = 0; i < values.Count; i++)
        {
            Guard.Parameter(values[i], $"{name}[{i}]");
        }

        return values;
    }

    /// <summary>Requires a list that is not empty.</summary>
    public static void NotEmpty<T>(IReadOnlyList<T> list, [CallerArgumentExpression(nameof(list))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(list, name);
        if (list.Count == 0)
        {
            throw new ArgumentException($"{name} is empty: it must have at least one element.", name);
        }
    }

    /// <summary>Requires a grid to have at most as many combinations as a list may have.</summary>
    public static void GridCount(long count, string name)
    {
        if (count > MaxCount)
        {
            throw new ArgumentException($"{name} gives a grid of at least {count} candidates: at most {MaxCount} are allowed. Draw candidates at random instead.", name);
        }
    }

    /// <summary>Rounds to six significant digits, which a person can read and type.</summary>
    public static double Round(double value) =>
        double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
