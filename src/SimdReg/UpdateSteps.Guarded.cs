using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Steps;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Steps that are taken only if all gradients are finite.</content>
public static partial class UpdateSteps
{
    /// <summary>A step without a penalty, if every gradient is finite.</summary>
    /// <inheritdoc cref="TryStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.TryStep(weights, gradients, default(None).Coupled(), state, options);

    /// <summary>A step without a penalty, if every gradient is finite.</summary>
    /// <inheritdoc cref="TryStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.TryStep(weights, gradients, default(None).Coupled(), default, options);

    /// <summary>A step with a coupled penalty, if every gradient is finite.</summary>
    /// <inheritdoc cref="TryStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T, TPenalty>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.TryStep(weights, gradients, penalty.Coupled(), state, options);

    /// <summary>A step with a coupled penalty, if every gradient is finite.</summary>
    /// <inheritdoc cref="TryStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T, TPenalty>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.TryStep(weights, gradients, penalty.Coupled(), default, options);

    /// <summary>A step if every gradient is finite. Otherwise nothing changes: neither weights nor state nor the number of steps.</summary>
    /// <remarks>
    /// For loss scaling: an overflow in the gradients is found before anything is written. The check is one more pass over the gradients
    /// before the step. A product of gradient and scale may still overflow in the step.
    /// </remarks>
    /// <returns><see langword="true"/> if the step was taken, <see langword="false"/> if a gradient is NaN or infinite.</returns>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T, TPenalty, TMode>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        PenaltyTerm<TPenalty, TMode> term,
        StateSpans<T> state = default,
        StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        StepGuard.Require<TRule, T>(weights, gradients, in state);
        StepGuard.RequireStructure(term.Penalty, weights.Length);
        var own = state.Copy(TRule.StateCount);

        // Rejects a default rule even if a gradient is not finite.
        rule.AtStep(own.StepCount + 1);
        if (!AreFinite(gradients, options.MaxDegreeOfParallelism))
        {
            return false;
        }

        TakeStep(ref rule, weights, gradients, in term, in own, in options);
        return true;
    }

    /// <inheritdoc cref="TryStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static bool TryStep<TRule, T, TPenalty, TMode>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, PenaltyTerm<TPenalty, TMode> term, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        rule.TryStep(weights, gradients, term, default, options);

    private static unsafe bool AreFinite<T>(ReadOnlySpan<T> numbers, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!ParallelRanges.IsWorthwhile(numbers.Length, maxDegreeOfParallelism))
        {
            return numbers.IsEmpty || TensorPrimitives.IsFiniteAll(numbers);
        }

        fixed (T* pinned = numbers)
        {
            var first = pinned;
            return ParallelRanges.Sum(numbers.Length, ParallelRanges.RangeLength(numbers.Length), maxDegreeOfParallelism, (start, end) =>
                TensorPrimitives.IsFiniteAll(new ReadOnlySpan<T>(first + start, (int)(end - start))) ? 0 : 1) == 0;
        }
    }
}
