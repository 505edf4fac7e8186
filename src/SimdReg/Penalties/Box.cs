using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>Bounds for each weight: p(w) = 0 from min to max, and +∞ outside. Its proximal step moves a weight to the nearer bound.</summary>
/// <remarks>
/// It has no gradient, so its only mode is the proximal; at any rate, its step is the projection onto the bounds. As a constraint,
/// it is projected onto after a step with another penalty. A step stores a bound below the smallest normal number as 0.
/// Bounds of float weights are those of the parameters, rounded to float, and the value accepts these too. Source: Parikh and Boyd, "Proximal Algorithms", 2014, section 6.2.4.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Box : IPenalty, IConstraint
{
    /// <summary>Not supported: every weight would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Box(min, max).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Box() => throw new NotSupportedException("Pass the parameters: new Box(min, max).");

    /// <summary>Creates the bounds.</summary>
    /// <param name="min">The smallest weight: finite, at most <paramref name="max"/>.</param>
    /// <param name="max">The largest weight: finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is NaN or beyond the largest float, or <paramref name="min"/> is above <paramref name="max"/>.</exception>
    [JsonConstructor]
    public Box(double min, double max)
    {
        Min = Guard.Bound(min);
        Max = Guard.Bound(max);
        if (min > max)
        {
            throw new ArgumentOutOfRangeException(nameof(min), min, $"min must be at most max, which is {max}.");
        }
    }

    /// <summary>The smallest weight.</summary>
    [JsonInclude, JsonRequired]
    public double Min { get; private init; }

    /// <summary>The largest weight.</summary>
    [JsonInclude, JsonRequired]
    public double Max { get; private init; }

    static bool IPenalty.HasGradient => false;

    static bool IPenalty.IsConvex => true;

    static bool IConstraint.IsConvex => true;

    static bool IConstraint.IsPartwise => true;

    bool IPenalty.IsZero => false;

    /// <summary>0 from min to max, else +∞</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        // Values are computed in double. A step of floats ends at the bound as a float, which may lie a little outside.
        var above = L.SelectLess(L.Splat(Math.Max(Max, (float)Max)), weights, L.Splat(double.PositiveInfinity), weights - weights);
        return L.SelectLess(weights, L.Splat(Math.Min(Min, (float)Min)), L.Splat(double.PositiveInfinity), above);
    }

    /// <summary>g: there is no gradient, and no call of the library asks for one.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    /// <summary>min where v &lt; min, max where v &gt; max, else v</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.SelectLess(points, L.Splat(Min), L.Splat(Min), L.SelectLess(L.Splat(Max), points, L.Splat(Max), points));

    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        ParallelUpdate.Run(weights, new Projection<Box>(this), maxDegreeOfParallelism);
    }

    void IConstraint.RequireFits(int weightCount)
    {
    }

    int IConstraint.BoundaryFrom(int index, int weightCount) => index;

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => Project(weights, maxDegreeOfParallelism);
}
