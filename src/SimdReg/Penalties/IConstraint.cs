using System.Numerics;

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
}
