using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>The L∞ ball: |w| ≤ r for every weight.</summary>
/// <remarks>
/// The nearest point of the ball is w ← sign(w)·min(|w|, r), with r rounded to the type of the weights. A NaN weight stays NaN; an infinite one becomes ±r.
/// Source: Parikh and Boyd, "Proximal Algorithms", Foundations and Trends in Optimization, 2014, section 6.2.4.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct LInfinityBall : IConstraint
{
    /// <summary>Not supported: the radius would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new LInfinityBall(radius).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LInfinityBall() => throw new NotSupportedException("Pass the parameters: new LInfinityBall(radius).");

    /// <summary>Creates the ball max |w| ≤ r.</summary>
    /// <param name="radius">r: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public LInfinityBall(double radius) => Radius = Guard.Parameter(radius);

    /// <summary>r, the largest |w|.</summary>
    [JsonInclude, JsonRequired]
    public double Radius { get; private init; }

    static bool IConstraint.IsPartwise => true;

    /// <summary>w ← sign(w)·min(|w|, r)</summary>
    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        ParallelUpdate.Run(weights, new Clamping(Radius), maxDegreeOfParallelism);
    }

    void IConstraint.RequireFits(int weightCount)
    {
    }

    int IConstraint.BoundaryFrom(int index, int weightCount) => index;

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => Project(weights, maxDegreeOfParallelism);

    private readonly struct Clamping(double radius) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => default;

        // Selected, so that a weight inside keeps its bits. Adding +0 turns −0, where the radius is 0, into +0.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Next<L>(L target, L source, ref StateLanes<L> state)
            where L : struct, ILanes<L> =>
            L.SelectLess(L.Splat(radius), L.Abs(target), L.CopySign(L.Splat(radius), target) + L.Zero, target);
    }
}
