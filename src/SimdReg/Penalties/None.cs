using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>No penalty: p(w) = 0.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct None : INormPenalty
{
    bool IPenalty.IsZero => true;

    ElasticNet INormPenalty.Norms => default;

    /// <summary>0 for every weight.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Zero;

    /// <summary>g</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    /// <summary>v</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        points;
}
