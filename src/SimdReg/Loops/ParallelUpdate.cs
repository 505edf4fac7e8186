using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Threading;

namespace SimdReg.Loops;

/// <summary>Updates one span in place by a formula without a partner or state, on several threads where that pays.</summary>
internal static class ParallelUpdate
{
    public static void Run<T, TFormula>(Span<T> target, TFormula formula, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (ParallelRanges.IsWorthwhile(target.Length, maxDegreeOfParallelism))
        {
            OnThreads(target, formula, maxDegreeOfParallelism);
        }
        else
        {
            WidestLanes.Update(target, target, default, in formula);
        }
    }

    // A span cannot be passed to another thread: the memory is pinned, and its address is passed. A separate method: where a lambda captures a
    // parameter, the method allocates on every path.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void OnThreads<T, TFormula>(Span<T> target, TFormula formula, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        fixed (T* pinned = target)
        {
            var start = pinned;
            ParallelRanges.Sum(target.Length, ParallelRanges.RangeLength(target.Length), maxDegreeOfParallelism, (from, to) =>
            {
                Span<T> part = new(start + from, (int)(to - from));
                WidestLanes.Update(part, part, default, in formula);
                return 0;
            });
        }
    }
}
