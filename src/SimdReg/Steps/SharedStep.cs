using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Steps;

/// <summary>A run shared among threads.</summary>
internal static class SharedStep
{
    // No span can be handed to another thread: the memory is pinned, and its address is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe TResult Run<TRun, T, TResult, TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, int maxDegreeOfParallelism)
        where TRun : struct, IStepRun<T, TResult>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        fixed (T* w = weights, g = gradients, first = state.First, second = state.Second, third = state.Third)
        {
            var ranges = new Ranges<TRun, T, TResult, TFormula>(w, g, first, second, third, formula);
            return Sharing.Run<Ranges<TRun, T, TResult, TFormula>, TResult>(
                ranges, weights.Length, Sharing.RangeLength(weights.Length), maxDegreeOfParallelism);
        }
    }

    private readonly unsafe struct Ranges<TRun, T, TResult, TFormula>(
        T* weights, T* gradients, T* first, T* second, T* third, TFormula formula) : IRangeWork<TResult>
        where TRun : struct, IStepRun<T, TResult>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        public TResult Do(long start, long end)
        {
            var length = (int)(end - start);
            TRun.Run(new(weights + start, length), new(gradients + start, length), State(start, length), in formula, out var result);
            return result;
        }

        public TResult Merge(TResult left, TResult right) => TRun.Merge(left, right);

        private StateSpans<T> State(long start, int length) => new(
            TFormula.StateCount,
            TFormula.StateCount > 0 ? new(first + start, length) : default,
            TFormula.StateCount > 1 ? new(second + start, length) : default,
            TFormula.StateCount > 2 ? new(third + start, length) : default);
    }
}
