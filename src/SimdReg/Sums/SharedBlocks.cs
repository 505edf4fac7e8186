using System.Numerics;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The blocks of a span, shared among threads, each summed as one thread alone would, and added up in their order.</summary>
internal readonly unsafe struct SharedBlocks<T, TReduction, TResult>(T* weights, TReduction reduction) : IRangeWork<TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TReduction : struct, IReduction<T, TResult>
    where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
{
    public static TResult Over(ReadOnlySpan<T> weights, TReduction reduction, int maxDegreeOfParallelism)
    {
        fixed (T* first = weights)
        {
            return Sharing.Run<SharedBlocks<T, TReduction, TResult>, TResult>(
                new(first, reduction), weights.Length, Blocks<T>.LengthFor(weights.Length), maxDegreeOfParallelism);
        }
    }

    public TResult Do(long start, long end) =>
        ReductionLoop.Run<T, TReduction, TResult>(new(weights + start, (int)(end - start)), reduction);

    public TResult Merge(TResult left, TResult right) => left + right;
}
