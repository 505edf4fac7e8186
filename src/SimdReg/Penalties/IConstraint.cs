using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>A set that weights must lie in, and the projection onto it: the nearest point of the set.</summary>
/// <remarks>
/// Implement it as a small <see langword="readonly"/> struct whose constructor checks the parameters. <c>penalty.Within(constraint)</c> projects
/// the weights after each step.
/// </remarks>
public interface IConstraint
{
    /// <summary>Whether the set is convex: then the nearest point is unique. The default is <see langword="true"/>.</summary>
    static virtual bool IsConvex => true;

    /// <summary>w ← argmin over u in the set of ‖u − w‖²: moves the weights to the nearest point of the set. Weights inside do not change by a bit.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="ArgumentException">The constraint does not fit the number of weights. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double. Nothing has been written.</exception>
    void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    // Internal: a constraint that acts on parts of the weights lets a step project each part in the cache. Static, so that others are not boxed.

    /// <summary>Whether parts of the weights can be projected separately, by the methods below.</summary>
    internal static virtual bool IsPartwise => false;

    /// <summary>Throws an <see cref="ArgumentException"/> if the constraint does not fit a number of weights.</summary>
    internal void RequireFits(int weightCount) => throw new UnreachableException();

    /// <summary>The smallest index, from the given one on, at which the weights may be cut.</summary>
    internal int BoundaryFrom(int index, int weightCount) => throw new UnreachableException();

    /// <summary>A checksum of what <see cref="object.ToString"/> does not show.</summary>
    internal uint StructureChecksum => 0;

    /// <summary>Projects a part of the weights that starts at an index.</summary>
    internal void ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new UnreachableException();
}

/// <summary>w ← prox(w) of a bound, whose rate does not matter: a projection. Weights inside keep their bits: −0 and subnormal numbers too.</summary>
internal readonly struct Projection<TPenalty>(TPenalty penalty) : IElementwise
    where TPenalty : struct, IPenalty
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => L.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => penalty.ProximalStep(target, L.Zero);
}
