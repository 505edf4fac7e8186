using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Groups;
using SimdReg.Threading;

namespace SimdReg;

/// <summary>N:M sparsity: of each M adjacent weights at most N are not zero. 2:4 is what the sparse tensor cores of NVIDIA take.</summary>
/// <remarks>
/// <para>
/// In each block, the N weights of the largest magnitude stay, and the others become zero. Of equal magnitudes, those with the lower index stay. NaN counts as larger than
/// every number. The set is not convex: where magnitudes are equal, several points are nearest, and this one is chosen.
/// </para>
/// <para>
/// Source: Zhou et al., "Learning N:M fine-grained structured sparse neural networks from scratch", ICLR 2021.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NMSparsity : IConstraint
{
    /// <summary>Not supported: a block would have no weights.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new NMSparsity(kept, blockLength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public NMSparsity() => throw new NotSupportedException("Pass the parameters: new NMSparsity(kept, blockLength).");

    /// <summary>Creates the set of weights of which at most N in each M are not zero.</summary>
    /// <param name="kept">N, the number of weights of a block that stay: at least 1, at most M.</param>
    /// <param name="blockLength">M, the number of weights of a block: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    [JsonConstructor]
    public NMSparsity(int kept, int blockLength)
    {
        BlockLength = Guard.AtLeastOne(blockLength);
        Kept = Guard.AtLeastOne(kept) <= blockLength
            ? kept
            : throw new ArgumentOutOfRangeException(nameof(kept), kept, $"{nameof(kept)} must be at most {nameof(blockLength)}, which is {blockLength}.");
    }

    static bool IConstraint.IsConvex => false;

    static bool IConstraint.IsPartwise => true;

    /// <summary>N, the number of weights of a block that stay.</summary>
    [JsonInclude, JsonRequired]
    public int Kept { get; private init; }

    /// <summary>M, the number of weights of a block.</summary>
    [JsonInclude, JsonRequired]
    public int BlockLength { get; private init; }

    /// <summary>w ← w for the N largest |w| of each M adjacent weights, 0 for the others.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of weights is not a multiple of M. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>, without a block length. Nothing has been written.</exception>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        RequireFits(weights.Length, nameof(weights));
        if (ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism))
        {
            OnThreads(weights, maxDegreeOfParallelism);
        }
        else
        {
            Blocks(weights, BlockLength, Kept);
        }
    }

    void IConstraint.RequireFits(int weightCount) => RequireFits(weightCount, "weights");

    int IConstraint.BoundaryFrom(int index, int weightCount) => (int)Math.Min(weightCount, ((long)index + BlockLength - 1) / BlockLength * BlockLength);

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => Project(weights, maxDegreeOfParallelism);

    private void RequireFits(int weightCount, string name)
    {
        if (BlockLength == 0)
        {
            throw new InvalidOperationException("This NMSparsity is default(NMSparsity), whose blocks have no weights: create it with new NMSparsity(kept, blockLength).");
        }

        if (weightCount % BlockLength != 0)
        {
            throw new ArgumentException($"{name} has {weightCount} elements and {nameof(BlockLength)} is {BlockLength}: it must be a multiple of it.", name);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void OnThreads<T>(Span<T> weights, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pinned = weights)
        {
            var (first, length, kept) = ((nint)pinned, BlockLength, Kept);
            var blocks = Math.Max(1, ParallelRanges.RangeLength(weights.Length) / length);
            _ = ParallelRanges.Sum(weights.Length / length, blocks, maxDegreeOfParallelism, (start, end) =>
            {
                Blocks(new Span<T>((T*)first + (start * length), (int)(end - start) * length), length, kept);
                return 0;
            });
        }
    }

    private static void Blocks<T>(Span<T> weights, int length, int kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (length <= Thresholds.LongestRankedBlock)
        {
            LargestMagnitudes.KeepInBlocks(weights, length, kept);
            return;
        }

        for (var start = 0; start < weights.Length; start += length)
        {
            LargestMagnitudes.Keep(weights.Slice(start, length), kept, maxDegreeOfParallelism: 1);
        }
    }
}
