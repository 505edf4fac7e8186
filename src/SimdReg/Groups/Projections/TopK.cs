using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Groups;

namespace SimdReg;

/// <summary>At most k weights that are not zero: the k of the largest magnitude stay, the others become zero. Also called the L0 ball.</summary>
/// <remarks>
/// <para>
/// Of equal magnitudes, those with the lower index stay. The set is not convex: where magnitudes are equal, several points are nearest, and this one is chosen.
/// The k-th largest magnitude is selected by its bits, without sorting.
/// </para>
/// <para>
/// NaN counts as larger than every number, so NaN weights stay. If there are more than k of them, those with the lowest indices do: the others become zero.
/// </para>
/// <para>
/// Source: Blumensath and Davies, "Iterative hard thresholding for compressed sensing", Applied and Computational Harmonic Analysis, 2009.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct TopK : IConstraint
{
    /// <summary>Not supported: the count would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new TopK(count).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TopK() => throw new NotSupportedException("Pass the parameters: new TopK(count).");

    /// <summary>Creates the set of weights of which at most k are not zero.</summary>
    /// <param name="count">k, the number of weights that stay: at least 0. With 0, every weight becomes zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    [JsonConstructor]
    public TopK(int count) =>
        Count = count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, $"{nameof(count)} must be at least 0.");

    static bool IConstraint.IsConvex => false;

    // One part, the whole: so that a step can refuse a number of weights before it writes.
    static bool IConstraint.IsPartwise => true;

    /// <summary>k, the number of weights that stay.</summary>
    [JsonInclude, JsonRequired]
    public int Count { get; private init; }

    /// <summary>w ← w for the k largest |w|, 0 for the others.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer than k weights. Nothing has been written.</exception>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        RequireFits(weights.Length, nameof(weights));
        LargestMagnitudes.Keep(weights, Count, maxDegreeOfParallelism);
    }

    void IConstraint.RequireFits(int weightCount) => RequireFits(weightCount, "weights");

    int IConstraint.BoundaryFrom(int index, int weightCount) => index == 0 ? 0 : weightCount;

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => Project(weights, maxDegreeOfParallelism);

    private void RequireFits(int weightCount, string name)
    {
        if (Count > weightCount)
        {
            throw new ArgumentException($"{name} has {weightCount} elements and {nameof(Count)} is {Count}: it must be at most the number of weights.", name);
        }
    }
}
