using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>The two numbers to choose for an elastic net: the penalty s·(a·Σ|w| + ((1 − a)/2)·Σw²).</summary>
/// <remarks>
/// Source: Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// Journal of Statistical Software 33, 2010, which names them λ and α.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct ElasticNetStrength
{
    /// <summary>Creates a pair.</summary>
    /// <param name="total">s, the strength of both norms together: finite, at least 0.</param>
    /// <param name="l1Share">a, the part of it that is L1's: from 0, which is L2 alone, to 1, which is L1 alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    [JsonConstructor]
    public ElasticNetStrength(double total, double l1Share)
    {
        Total = Guard.Parameter(total);
        L1Share = Share(l1Share);
    }

    /// <summary>s, the strength of both norms together.</summary>
    [JsonInclude, JsonRequired]
    public double Total { get; private init; }

    /// <summary>a, the part of it that is L1's.</summary>
    [JsonInclude, JsonRequired]
    public double L1Share { get; private init; }

    /// <summary>The penalty: L1 with strength s·a and L2 with strength s·(1 − a).</summary>
    [JsonIgnore]
    public ElasticNet Penalty => new(Total * L1Share, Total * (1 - L1Share));

    /// <summary>Every strength with every share: the shares of the first strength, then those of the next.</summary>
    /// <param name="totals">Strengths s: one at least, each finite and at least 0.</param>
    /// <param name="l1Shares">Shares a: one at least, each from 0 to 1.</param>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">A list is empty, or there are more than 1,048,576 pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ElasticNetStrength[] Grid(IReadOnlyList<double> totals, IReadOnlyList<double> l1Shares)
    {
        CandidateList.Strengths(totals);
        CandidateList.NotEmpty(l1Shares);
        CandidateList.GridCount((long)totals.Count * l1Shares.Count, nameof(l1Shares));
        for (var i = 0; i < l1Shares.Count; i++)
        {
            Share(l1Shares[i], $"{nameof(l1Shares)}[{i}]");
        }

        return [.. from total in totals from l1Share in l1Shares select new ElasticNetStrength(total, l1Share)];
    }

    /// <summary>Pairs of a strength whose logarithm is drawn uniformly, and a share, drawn uniformly and of six digits.</summary>
    /// <param name="totals">The range of the strengths s.</param>
    /// <param name="count">How many: at least 1, at most 1,048,576.</param>
    /// <param name="seed">Any number. It gives the same pairs on every machine.</param>
    /// <exception cref="ArgumentNullException"><paramref name="totals"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public static ElasticNetStrength[] Draw(LogRange totals, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var pairs = new ElasticNetStrength[CandidateList.Count(count)];
        var random = new SplitMix64(seed);
        foreach (ref var pair in pairs.AsSpan())
        {
            pair = new(totals.Draw(random), CandidateList.Round(random.NextShare()));
        }

        return pairs;
    }

    private static double Share(double l1Share, [CallerArgumentExpression(nameof(l1Share))] string name = "") =>
        l1Share is >= 0 and <= 1
            ? l1Share + 0.0 // Of −0, 0.
            : throw new ArgumentOutOfRangeException(name, l1Share, $"{name} must be at least 0 and at most 1.");
}
