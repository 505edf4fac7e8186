using System.Diagnostics;
using System.Numerics;

namespace SimdReg;

/// <content>
/// Structure: what a penalty computes from more than one weight, over spans. A step takes the formulas on lanes and the structure together:
/// the gradient before the fused step, the proximal step after it.
/// </content>
// Internal: static members so that the JIT removes all of it for a penalty without structure, and methods that are called for no other.
public partial interface IPenalty
{
    /// <summary>Whether the penalty has structure, which the methods below compute.</summary>
    internal static virtual bool IsStructured => false;

    /// <summary>Whether the structure has a gradient: otherwise <see cref="AddStructureGradient"/> is not called.</summary>
    internal static virtual bool HasStructureGradient => false;

    /// <summary>Whether the proximal step of the structure depends on the rate of each weight.</summary>
    internal static virtual bool NeedsRates => false;

    /// <summary>The number of groups that have a weight other than zero; null for a penalty without groups.</summary>
    internal int? NonZeroGroupCount<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => null;

    /// <summary>Throws an <see cref="ArgumentException"/> if the structure does not fit a number of weights.</summary>
    internal void RequireFits(int weightCount) => throw new UnreachableException();

    /// <summary>The smallest index, from the given one on, at which the weights may be cut: no group has weights on both sides.</summary>
    internal int BoundaryFrom(int index, int weightCount) => throw new UnreachableException();

    /// <summary>A checksum of what <see cref="object.ToString"/> does not show: groups and factors.</summary>
    internal uint StructureChecksum => throw new UnreachableException();

    /// <summary>The value of the whole penalty, on lanes and in structure.</summary>
    internal double StructuredValue<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new UnreachableException();

    /// <summary>Adds the gradient of the structure over a part of the weights that starts at an index.</summary>
    internal void AddStructureGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, int start, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new UnreachableException();

    /// <summary>Ends a step over a part of the weights: takes the proximal step of the structure if the mode is proximal, and projects onto a constraint in any mode.</summary>
    internal void EndStep<T>(Span<T> points, Rates<T> rates, bool isProximal, int start, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new UnreachableException();
}
