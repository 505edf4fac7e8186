using System.Numerics;
using SimdReg.Threading;

namespace SimdReg.Loops;

/// <summary>Updates one span in place by a formula without a partner or state, on several threads where that pays.</summary>
internal static class ParallelUpdate
{
    public static unsafe void Run<T, TFormula>(Span<T> target, TFormula formula, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (!ParallelRanges.IsWorthwhile(target.Length, maxDegreeOfParallelism))
        {
            WidestLanes.Update(target, target, default, in formula);
            return;
        }

        // A span cannot be passed to another thread: the memory is pinned, and its address is passed.
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
