using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>The two parameters of an elastic net: s and a in the penalty s·(a·Σ|w| + ((1 − a)/2)·Σw²).</summary>
/// <remarks>
/// Source: Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// Journal of Statistical Software 33, 2010, where they are called λ and α.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct ElasticNetStrength
{
    /// <summary>Creates a pair.</summary>
    /// <param name="total">s, the strength of both norms together: finite, at least 0.</param>
    /// <param name="l1Share">a, the L1 share: from 0, which is L2 alone, to 1, which is L1 alone.</param>
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

    /// <summary>a, the L1 share of the strength.</summary>
    [JsonInclude, JsonRequired]
    public double L1Share { get; private init; }

    /// <summary>The penalty: L1 with strength s·a and L2 with strength s·(1 − a).</summary>
    [JsonIgnore]
    public ElasticNet Penalty => new(Total * L1Share, Total * (1 - L1Share));

    /// <summary>Combines every strength with every share: all shares of the first strength, then those of the next.</summary>
    /// <param name="totals">The strengths s: at least one, each finite and at least 0.</param>
    /// <param name="l1Shares">The shares a: at least one, each from 0 to 1.</param>
    /// <returns>The pairs.</returns>
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

    /// <summary>Draws pairs at random: the logarithm of the strength is uniform, and so is the share, rounded to six digits.</summary>
    /// <param name="totals">The range of the strengths s.</param>
    /// <param name="count">The number of pairs: at least 1, at most 1,048,576.</param>
    /// <param name="seed">Any number. The same seed gives the same pairs on every machine.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="totals"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public static ElasticNetStrength[] Draw(LogRange totals, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return CandidateList.Drawn(count, seed, random => new ElasticNetStrength(totals.Draw(random), CandidateList.Round(random.NextShare())));
    }

    private static double Share(double l1Share, [CallerArgumentExpression(nameof(l1Share))] string name = "") =>
        l1Share is >= 0 and <= 1
            ? l1Share + 0.0 // Turns −0 into +0.
            : throw new ArgumentOutOfRangeException(name, l1Share, $"{name} must be at least 0 and at most 1.");
}
