using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Steps;

/// <summary>Runs a step over stored numbers: chooses the formula by penalty and options, then the loop by the formats.</summary>
/// <remarks>
/// An abstract class, so that NativeAOT compiles these loops, several for each formula, only for optimizers that are created with a
/// <see cref="NumberStorage"/>.
/// </remarks>
internal abstract class StoredLoops<TRule, TPenalty, TMode>
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    public abstract void Run(in StoredPart part, in TRule rule, in StepConstants constants, in TPenalty penalty, in StepOptions options);
}

/// <inheritdoc/>
internal sealed class FusedStoredLoops<TRule, TPenalty, TMode> : StoredLoops<TRule, TPenalty, TMode>
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    public override void Run(in StoredPart part, in TRule rule, in StepConstants constants, in TPenalty penalty, in StepOptions options)
    {
        // Gradients are scaled even by 1, which is exact: a formula without a scale would double the number of loops.
        switch (penalty.IsZero, options.KeepZeros, TRule.StateCount)
        {
            case (true, false, _):
                Run<None, Coupled, EveryWeight>(in part, in rule, in constants, default, options.SignedScale);
                break;
            case (true, true, 0):
                Run<None, Coupled, NonZeroWeights>(in part, in rule, in constants, default, options.SignedScale);
                break;
            case (true, true, _):
                Run<None, Coupled, NonZeroWeightsWithState>(in part, in rule, in constants, default, options.SignedScale);
                break;
            case (false, false, _):
                Run<TPenalty, TMode, EveryWeight>(in part, in rule, in constants, penalty, options.SignedScale);
                break;
            case (false, true, 0):
                Run<TPenalty, TMode, NonZeroWeights>(in part, in rule, in constants, penalty, options.SignedScale);
                break;
            case (false, true, _):
                Run<TPenalty, TMode, NonZeroWeightsWithState>(in part, in rule, in constants, penalty, options.SignedScale);
                break;
        }
    }

    private static void Run<TSomePenalty, TSomeMode, TMask>(
        in StoredPart part, in TRule rule, in StepConstants constants, TSomePenalty penalty, double scale)
        where TSomePenalty : struct, IPenalty
        where TSomeMode : struct, IPenaltyMode
        where TMask : struct
    {
        StepFormula<TRule, TSomePenalty, TSomeMode, Scaled, TMask> formula;
        formula.Rule = rule;
        formula.Constants = constants;
        formula.Penalty = penalty;
        formula.Scale = scale;
        Run(in part, in formula);
    }

    private static void Run<TFormula>(in StoredPart part, in TFormula formula)
        where TFormula : struct, IElementwise
    {
        var state = TFormula.StateCount == 0 ? NumberFormat.Single : part.First.Format;
        switch (part.Weights.Format, part.Gradients.Format, state, part.HasStochasticWeights, part.HasStochasticState)
        {
            case (NumberFormat.Single, NumberFormat.Single, NumberFormat.Single, _, _):
                Run<float, float, float, Nearest, TFormula>(in part, in formula, default);
                break;
            case (NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Single, _, _):
                Run<float, BFloat16, float, Nearest, TFormula>(in part, in formula, default);
                break;
            case (NumberFormat.Single, NumberFormat.Single, _, _, false):
                Run<float, float, BFloat16, Nearest, TFormula>(in part, in formula, default);
                break;
            case (NumberFormat.Single, NumberFormat.Single, _, _, true):
                Run<float, float, BFloat16, Stochastic, TFormula>(in part, in formula, part.Rounding);
                break;
            case (NumberFormat.Single, _, _, _, false):
                Run<float, BFloat16, BFloat16, Nearest, TFormula>(in part, in formula, default);
                break;
            case (NumberFormat.Single, _, _, _, true):
                Run<float, BFloat16, BFloat16, Stochastic, TFormula>(in part, in formula, part.Rounding);
                break;
            case (_, _, NumberFormat.Single, false, _):
                Run<BFloat16, BFloat16, float, Nearest, TFormula>(in part, in formula, default);
                break;
            case (_, _, NumberFormat.Single, true, _):
                Run<BFloat16, BFloat16, float, Stochastic, TFormula>(in part, in formula, part.Rounding);
                break;
            case (_, _, _, false, false):
                Run<BFloat16, BFloat16, BFloat16, Nearest, TFormula>(in part, in formula, default);
                break;
            case (_, _, _, true, false):
                Run<BFloat16, BFloat16, BFloat16, Mixed<Stochastic, Nearest>, TFormula>(in part, in formula, new(part.Rounding, default));
                break;
            case (_, _, _, false, true):
                Run<BFloat16, BFloat16, BFloat16, Mixed<Nearest, Stochastic>, TFormula>(in part, in formula, new(default, part.Rounding));
                break;
            case (_, _, _, true, true):
                Run<BFloat16, BFloat16, BFloat16, Stochastic, TFormula>(in part, in formula, part.Rounding);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run<TWeight, TGradient, TState, TRounding, TFormula>(in StoredPart part, in TFormula formula, TRounding rounding)
        where TWeight : unmanaged
        where TGradient : unmanaged
        where TState : unmanaged
        where TRounding : struct, IRounding
        where TFormula : struct, IElementwise
    {
        StateSpans<TState> state = new(
            TFormula.StateCount,
            TFormula.StateCount > 0 ? part.First.As<TState>() : default,
            TFormula.StateCount > 1 ? part.Second.As<TState>() : default,
            TFormula.StateCount > 2 ? part.Third.As<TState>() : default);
        WidestLanes.UpdateStored(part.Weights.As<TWeight>(), part.Gradients.As<TGradient>(), in state, in formula, in rounding);
    }
}
