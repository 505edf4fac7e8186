using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Steps;

/// <summary>A pass: runs the formula of a step over spans. Results of several spans are added.</summary>
/// <remarks>
/// Spans are passed by value; state, formula and result by reference. Reading a struct right after writing its fields stalls the
/// processor (failed store forwarding), which is a large part of a step over 64 weights.
/// </remarks>
internal interface IStepPass<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TResult : IAdditionOperators<TResult, TResult, TResult>
{
    static abstract void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out TResult result)
        where TFormula : struct, IElementwise;
}

/// <summary>Takes the step and returns 0.</summary>
internal readonly struct PlainPass<T> : IStepPass<T, int>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out int result)
        where TFormula : struct, IElementwise
    {
        WidestLanes.Update(weights, gradients, in state, in formula);
        result = 0;
    }
}

/// <summary>Takes the step of a part of much memory, with prefetching, and returns 0.</summary>
internal readonly struct PartPass<T> : IStepPass<T, int>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out int result)
        where TFormula : struct, IElementwise
    {
        WidestLanes.UpdatePart(weights, gradients, in state, in formula, Prefetch.Gains);
        result = 0;
    }
}

/// <summary>Runs a pass on several threads.</summary>
internal static class ParallelPass
{
    // A span cannot be passed to another thread: the memory is pinned, and its address is passed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe TResult Run<TPass, T, TResult, TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, int maxDegreeOfParallelism)
        where TPass : struct, IStepPass<T, TResult>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TResult : IAdditionOperators<TResult, TResult, TResult>
        where TFormula : struct, IElementwise
    {
        fixed (T* pinnedWeights = weights, pinnedGradients = gradients, pinnedFirst = state.First, pinnedSecond = state.Second, pinnedThird = state.Third)
        {
            T* w = pinnedWeights, g = pinnedGradients, first = pinnedFirst, second = pinnedSecond, third = pinnedThird;
            var shared = formula;
            return ParallelRanges.Sum(weights.Length, ParallelRanges.RangeLength(weights.Length), maxDegreeOfParallelism, (start, end) =>
            {
                var length = (int)(end - start);
                StateSpans<T> part = new(
                    TFormula.StateCount,
                    TFormula.StateCount > 0 ? new(first + start, length) : default,
                    TFormula.StateCount > 1 ? new(second + start, length) : default,
                    TFormula.StateCount > 2 ? new(third + start, length) : default);
                TPass.Run(new(w + start, length), new(g + start, length), in part, in shared, out var result);
                return result;
            });
        }
    }
}
