using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Loops;

/// <summary>What is done with the formula of a step.</summary>
internal interface IStepRun<TResult>
{
    TResult Run<TFormula>(in TFormula formula)
        where TFormula : struct, IElementwise;
}

/// <summary>A step over spans.</summary>
internal readonly ref struct PlainStepRun<T>(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state)
    : IPartedStepRun<PlainStepRun<T>, T, bool>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _weights = weights;
    private readonly ReadOnlySpan<T> _gradients = gradients;
    private readonly StateSpans<T> _state = state;

    public static PlainStepRun<T> Over(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state) =>
        new(weights, gradients, in state);

    public static bool Merge(bool left, bool right) => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Run<TFormula>(in TFormula formula)
        where TFormula : struct, IElementwise
    {
        ElementwiseLoop.Run(_weights, _gradients, in _state, in formula);
        return true;
    }
}

/// <summary>Makes the formula of a step from its parts: once a step, so that the loop never asks which options are on.</summary>
internal static class StepRun
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Start<TRule, TPenalty, TMode, TRun, TResult>(
        scoped ref TRun run, in TRule rule, in PenaltyTerm<TPenalty, TMode> term, in StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TRun : IStepRun<TResult>, allows ref struct =>
        term.Penalty.IsZero
            ? Choose<TRule, None, Coupled, TRun, TResult>(ref run, rule, default, options)
            : Choose<TRule, TPenalty, TMode, TRun, TResult>(ref run, rule, term.Penalty, options);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult Choose<TRule, TPenalty, TMode, TRun, TResult>(scoped ref TRun run, in TRule rule, in TPenalty penalty, in StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TRun : IStepRun<TResult>, allows ref struct =>
        (options.SignedScale, options.KeepZeros) switch
        {
            (1, false) => run.Run(new StepFormula<TRule, TPenalty, TMode, Unscaled, EveryWeight>(rule, penalty, 1)),
            (1, true) => KeepZeros<TRule, TPenalty, TMode, Unscaled, TRun, TResult>(ref run, rule, penalty, 1),
            (var scale, false) => run.Run(new StepFormula<TRule, TPenalty, TMode, Scaled, EveryWeight>(rule, penalty, scale)),
            (var scale, true) => KeepZeros<TRule, TPenalty, TMode, Scaled, TRun, TResult>(ref run, rule, penalty, scale),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult KeepZeros<TRule, TPenalty, TMode, TScale, TRun, TResult>(scoped ref TRun run, in TRule rule, in TPenalty penalty, double scale)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TScale : struct
        where TRun : IStepRun<TResult>, allows ref struct =>
        TRule.StateCount == 0
            ? run.Run(new StepFormula<TRule, TPenalty, TMode, TScale, NonZeroWeights>(rule, penalty, scale))
            : run.Run(new StepFormula<TRule, TPenalty, TMode, TScale, NonZeroWeightsWithState>(rule, penalty, scale));
}
