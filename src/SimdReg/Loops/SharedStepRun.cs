using System.Numerics;

namespace SimdReg.Loops;

/// <summary>A step that can be taken part by part.</summary>
internal interface IPartedStepRun<TSelf, T, TResult> : IStepRun<TResult>
    where TSelf : IPartedStepRun<TSelf, T, TResult>, allows ref struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract TSelf Over(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state);

    /// <summary>What two parts came to, as one.</summary>
    static abstract TResult Merge(TResult left, TResult right);
}

/// <summary>A step over spans, shared among threads.</summary>
internal readonly ref struct SharedStepRun<TRun, T, TResult>(
    Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state, int maxDegreeOfParallelism) : IStepRun<TResult>
    where TRun : IPartedStepRun<TRun, T, TResult>, allows ref struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _weights = weights;
    private readonly ReadOnlySpan<T> _gradients = gradients;
    private readonly StateSpans<T> _state = state;

    // No span can be handed to another thread: the memory is held still, and its address is.
    public unsafe TResult Run<TFormula>(in TFormula formula)
        where TFormula : struct, IElementwise
    {
        fixed (T* weights = _weights, gradients = _gradients, first = _state.First, second = _state.Second, third = _state.Third)
        {
            return Sharing.Run<Parts<TFormula>, TResult>(
                new(weights, gradients, first, second, third, formula), _weights.Length, Sharing.RangeLength, maxDegreeOfParallelism);
        }
    }

    private readonly unsafe struct Parts<TFormula>(T* weights, T* gradients, T* first, T* second, T* third, TFormula formula) : IRangeWork<TResult>
        where TFormula : struct, IElementwise
    {
        public TResult Do(long start, long end)
        {
            var length = (int)(end - start);
            return TRun.Over(new(weights + start, length), new(gradients + start, length), State(start, length)).Run(formula);
        }

        public TResult Merge(TResult left, TResult right) => TRun.Merge(left, right);

        private StateSpans<T> State(long start, int length) => new(
            TFormula.StateCount,
            TFormula.StateCount > 0 ? new(first + start, length) : default,
            TFormula.StateCount > 1 ? new(second + start, length) : default,
            TFormula.StateCount > 2 ? new(third + start, length) : default);
    }
}
