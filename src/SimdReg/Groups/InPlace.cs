using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Groups;

/// <summary>Applies a formula without a source to a span, on one thread or several.</summary>
internal static class InPlace
{
    public static void Update<T, TFormula>(Span<T> weights, TFormula formula, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism))
        {
            OnThreads(weights, formula, maxDegreeOfParallelism);
        }
        else
        {
            WidestLanes.Update(weights, weights, default, in formula);
        }
    }

    // A span cannot be passed to another thread: the memory is pinned, and its address is passed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void OnThreads<T, TFormula>(Span<T> weights, TFormula formula, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        fixed (T* pinned = weights)
        {
            var first = pinned;
            _ = ParallelRanges.Sum(weights.Length, ParallelRanges.RangeLength(weights.Length), maxDegreeOfParallelism, (start, end) =>
            {
                var part = new Span<T>(first + start, (int)(end - start));
                WidestLanes.Update(part, part, default, in formula);
                return 0;
            });
        }
    }
}
