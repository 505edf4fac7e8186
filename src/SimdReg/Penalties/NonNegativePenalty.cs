using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>A penalty on weights of at least 0: p(w) from 0 on, and +∞ below. Its proximal step is max(prox(v), 0).</summary>
/// <remarks>
/// That is the minimum for every penalty that is even and does not fall as |w| grows, as all of SimdReg's that have a gradient, and <see cref="HardThreshold"/>: for v ≥ 0 it is
/// the penalty's own, and for v &lt; 0 both ½(w − v)² and p(w) grow from w = 0 on. For a penalty of your own without these two properties the step may be wrong. It has
/// no gradient, so its only mode is the proximal.
/// </remarks>
/// <typeparam name="TPenalty">The penalty.</typeparam>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NonNegative<TPenalty> : IPenalty
    where TPenalty : struct, IPenalty
{
    /// <summary>Not supported: the penalty would have no parameters.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the penalty, as in penalty.NonNegative().", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public NonNegative() => throw new NotSupportedException("Pass the penalty, as in penalty.NonNegative().");

    /// <summary>Creates the sum of a penalty and the bound.</summary>
    /// <param name="inner">The penalty p on one weight: even, and not falling as |w| grows.</param>
    /// <exception cref="NotSupportedException">The penalty has structure: groups, factors or a constraint.</exception>
    [JsonConstructor]
    public NonNegative(TPenalty inner)
    {
        if (TPenalty.IsStructured)
        {
            throw new NotSupportedException($"{Refuse.NameOf(typeof(TPenalty))} has structure, and this is for penalties on one weight: use penalty.Within(default(NonNegative)).");
        }

        Inner = inner;
    }

    /// <summary>The penalty p.</summary>
    [JsonInclude, JsonRequired]
    public TPenalty Inner { get; private init; }

    static bool IPenalty.HasGradient => false;

    static bool IPenalty.IsConvex => TPenalty.IsConvex;

    bool IPenalty.IsZero => false;

    /// <summary>p(w) from 0 on, +∞ below</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.SelectLess(weights, L.Zero, L.Splat(double.PositiveInfinity), Inner.Value(weights));

    /// <summary>g: there is no gradient, and no call of the library asks for one.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    /// <summary>max(prox(v), 0)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>
    {
        var point = Inner.ProximalStep(points, rate);
        return L.SelectLess(point, L.Zero, L.Zero, point);
    }
}
