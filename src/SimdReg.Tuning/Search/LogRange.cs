using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>A range of strengths on a logarithmic scale: from 0.001 to 0.01 is as far as from 0.01 to 0.1.</summary>
/// <remarks>
/// <para>
/// Values between the two ends have six significant digits. They have the same bits on every machine, because they are computed with
/// multiplications and square roots, which IEEE 754 defines exactly, instead of logarithms.
/// </para>
/// <para>
/// On random search instead of a grid: Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", Journal of
/// Machine Learning Research 13, 2012.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LogRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="lowest">The lowest strength: finite, above 0.</param>
    /// <param name="highest">The highest strength: finite, at least <paramref name="lowest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A bound is NaN, below the smallest normal float or above the largest float, or <paramref name="highest"/> is below
    /// <paramref name="lowest"/>.
    /// </exception>
    [JsonConstructor]
    public LogRange(double lowest, double highest)
    {
        Lowest = Guard.Positive(lowest);
        Highest = Guard.Positive(highest) >= lowest
            ? highest
            : throw new ArgumentOutOfRangeException(nameof(highest), highest, $"{nameof(highest)} must be at least {nameof(lowest)}, and {nameof(lowest)} is {lowest}.");
    }

    /// <summary>The lowest strength.</summary>
    [JsonInclude, JsonRequired]
    public double Lowest { get; private init; }

    /// <summary>The highest strength.</summary>
    [JsonInclude, JsonRequired]
    public double Highest { get; private init; }

    /// <summary>Creates strengths with a constant ratio. The first and the last are exactly the bounds.</summary>
    /// <param name="count">The number of strengths: at least 2, at most 1,048,576.</param>
    /// <returns>The strengths, in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is outside its range, or so large that two neighbours would be equal.
    /// </exception>
    public double[] Grid(int count)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{nameof(count)} must be at least 2, for both ends of the range.");
        }

        var strengths = new double[CandidateList.Count(count)];
        for (var i = 0; i < count; i++)
        {
            strengths[i] = i == 0 ? Lowest : i == count - 1 ? Highest : At((double)i / (count - 1));
            if (i > 0 && strengths[i] <= strengths[i - 1])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(count), count, $"{nameof(count)} must be small enough for neighbours between {Lowest} and {Highest} to differ in six digits.");
            }
        }

        return strengths;
    }

    /// <summary>Draws strengths whose logarithms are uniform. A longer list with the same seed starts with the same strengths.</summary>
    /// <param name="count">The number of strengths: at least 1, at most 1,048,576.</param>
    /// <param name="seed">Any number. The same seed gives the same strengths on every machine.</param>
    /// <returns>The strengths, in the order of the draws.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public double[] Draw(int count, int seed) => CandidateList.Drawn(count, seed, Draw);

    /// <summary>Draws one strength.</summary>
    internal double Draw(SplitMix64 random) => At(random.NextShare());

    /// <summary>lowest·(highest/lowest)^share, for a share in [0, 1)</summary>
    private double At(double share)
    {
        // The share is b₁/2 + b₂/4 + …. Each bit that is set contributes a factor: the root, the root of the root, ….
        var (value, root) = (Lowest, Highest / Lowest);
        for (var bit = 0; bit < 53; bit++)
        {
            root = Math.Sqrt(root);
            share *= 2;
            if (share >= 1)
            {
                value *= root;
                share -= 1;
            }
        }

        return Math.Clamp(CandidateList.Round(value), Lowest, Highest);
    }
}
