using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <content>Steps that take another way than most: through several places, with what lies ahead fetched, measured, and after a look at the gradients.</content>
internal static partial class Kernel
{
    /// <summary>One rule for each number of state, with options on: what a loop touches depends on no more than that.</summary>
    public static IEnumerable<Kernel<T>> Variants<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var options = new StepOptions { GradientScale = GradientScale, KeepZeros = true };
        return
        [
            .. Variants<T, Sgd, L1, Proximal>(new(0.1), new SgdReference(0.1), new(0.3), new L1Reference(0.3), options),
            .. Variants<T, Momentum, L2, Coupled>(new(0.1, 0.9), new MomentumReference(0.1, 0.9), new(0.3), new L2Reference(0.3), options),
            .. Variants<T, Adam, L2, Decoupled>(
                new(0.1, 0.9, 0.99, 1e-8), new AdamReference(0.1, 0.9, 0.99, 1e-8), new(0.3), new L2Reference(0.3), options),
            .. Variants<T, Momentum, ElasticNet, Cautious>(
                new(0.1, 0.9), new MomentumReference(0.1, 0.9), new(0.3, 0.2), new ElasticNetReference(0.3, 0.2), options),
            .. Variants<T, AmsGrad, L1, Proximal>(
                new(0.1, 0.9, 0.99, 1e-8), new AmsGradReference(0.1, 0.9, 0.99, 1e-8), new(0.3), new L1Reference(0.3), options),
        ];
    }

    private static Kernel<T>[] Variants<T, TRule, TPenalty, TMode>(
        TRule rule, IUpdateRuleReference ruleReference, TPenalty penalty, IPenaltyReference reference, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var term = new PenaltyTerm<TPenalty, TMode>(penalty);
        var step = Step<T, TRule, TPenalty, TMode>(rule, ruleReference, penalty, reference, options);
        var (far, measured, tried) = ($"far {step.Name}", $"measured {step.Name}", $"tried {step.Name}");
        return
        [
            step with
            {
                Name = far,
                Ways =
                [
                    step.Ways[0],
                    Way<FetchingRun<VectorLanes<T>, T>>($"{far}, fetching ahead in {VectorLanes<T>.Count} lanes", VectorLanes<T>.Count),
                    Way<FetchingRun<Lanes512<T>, T>>($"{far}, fetching ahead in {Lanes512<T>.Count} lanes", Lanes512<T>.Count),
                    .. TRule.StateCount > 0 ? Array.Empty<KernelWay<T>>() : [Way<FourPlacesRun<T>>($"{far}, at four places", 1)],
                ],
            },
            step with
            {
                Name = measured,
                Ways =
                [
                    new($"{measured}, as called", 1, (weights, gradients, state) => rule.MeasuredStep(weights, gradients, term, state, options)),
                    Forced<VectorLanes<double>, VectorLanes<T>>(),
                    Forced<Lanes512<double>, Lanes512<T>>(),
                ],
            },
            step with
            {
                Name = tried,
                Ways = [new($"{tried}, as called", 1, (weights, gradients, state) => Assert.True(rule.TryStep(weights, gradients, term, state, options)))],
            },
        ];

        KernelWay<T> Way<TRun>(string name, int shortest)
            where TRun : struct, IStepPass<T, int> =>
            new(name, shortest, Started<T, TRule, TPenalty, TMode, TRun, int>(rule, term, options));

        // It takes any length: what fills no lanes goes one by one.
        KernelWay<T> Forced<L, W>()
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T> =>
            new(
                $"{measured}, in {W.Count} lanes",
                1,
                Started<T, TRule, TPenalty, TMode, ForcedMeasuredRun<L, W, T>, StepOutcome<T>>(rule, term, options));
    }

    /// <summary>A step that fetches ahead.</summary>
    private readonly struct FetchingRun<L, T> : IStepPass<T, int>
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out int result)
            where TFormula : struct, IElementwise
        {
            Forced<L, T, TFormula>(weights, gradients, in state, in formula, fetches: true);
            result = 0;
        }
    }

    /// <summary>A step through four places in turn.</summary>
    private readonly struct FourPlacesRun<T> : IStepPass<T, int>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out int result)
            where TFormula : struct, IElementwise
        {
            ElementwiseLoop.RunFar(weights, gradients, formula);
            result = 0;
        }
    }
}
