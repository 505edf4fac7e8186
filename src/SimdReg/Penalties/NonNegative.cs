using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>Weights of at least 0: p(w) = 0 from 0 on, and +∞ below. Its proximal step is max(v, 0).</summary>
/// <remarks>
/// It has no gradient, so its only mode is the proximal; at any rate, its step is the projection. As a constraint, it is projected onto after a
/// step with another penalty. <see cref="NonNegative{TPenalty}"/> combines it with a penalty.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NonNegative : IPenalty, IConstraint
{
    static bool IPenalty.HasGradient => false;

    static bool IPenalty.IsConvex => true;

    static bool IConstraint.IsConvex => true;

    static bool IConstraint.IsPartwise => true;

    bool IPenalty.IsZero => false;

    /// <summary>0 from 0 on, +∞ below</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var inside = L.SelectLess(weights, L.Splat(double.PositiveInfinity), L.Zero, weights);
        return L.SelectLess(weights, L.Zero, L.Splat(double.PositiveInfinity), inside);
    }

    /// <summary>g: there is no gradient, and no call of the library asks for one.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    /// <summary>0 where v &lt; 0, else v</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.SelectLess(points, L.Zero, L.Zero, points);

    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        ParallelUpdate.Run(weights, new Projection<NonNegative>(this), maxDegreeOfParallelism);
    }

    void IConstraint.RequireFits(int weightCount)
    {
    }

    int IConstraint.BoundaryFrom(int index, int weightCount) => index;

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => Project(weights, maxDegreeOfParallelism);
}
