using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Groups;

namespace SimdReg;

/// <summary>The L2 ball: √Σw² ≤ r, also called max-norm.</summary>
/// <remarks>
/// <para>
/// The nearest point of the ball is w ← w·r/‖w‖. Weights are inside if the norm, correctly rounded, is at most r, rounded to their type. The factor is the quotient in
/// <see langword="double"/>, rounded to the type. If the rounded weights are still outside, they are multiplied by the next number below 1, and then by smaller ones, until they are inside: a second projection changes nothing.
/// </para>
/// <para>
/// The norm does not overflow or underflow where the squares do. A NaN weight makes all weights NaN. An infinite one becomes NaN, and the finite ones become 0. A weight that would become subnormal becomes 0.
/// </para>
/// <para>
/// Source: Parikh and Boyd, "Proximal Algorithms", Foundations and Trends in Optimization, 2014, section 6.5.1.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct L2Ball : IConstraint
{
    /// <summary>Not supported: the radius would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new L2Ball(radius).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public L2Ball() => throw new NotSupportedException("Pass the parameters: new L2Ball(radius).");

    /// <summary>Creates the ball √Σw² ≤ r.</summary>
    /// <param name="radius">r: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public L2Ball(double radius) => Radius = Guard.Parameter(radius);

    /// <summary>r, the largest √Σw².</summary>
    [JsonInclude, JsonRequired]
    public double Radius { get; private init; }

    /// <summary>w ← w·r/√Σw², or w if √Σw² ≤ r.</summary>
    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        new GroupScaling<T, MaxNorm>(new(Radius), rate: 1, maxDegreeOfParallelism).ScaleOne(weights);
    }
}
