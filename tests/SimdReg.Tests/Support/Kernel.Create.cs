using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Makes kernels.</summary>
internal static partial class Kernel
{
    /// <summary>No divisor of the number of penalties times that of modes, so that a walk through the kernels by it visits all of either.</summary>
    private const int ThoroughStride = 31;

    /// <summary>A scale that no element type holds exactly.</summary>
    private const double GradientScale = 0.37;

    private static readonly (PenaltyMode Mode, StepOptions Options)[] _options =
    [
        (PenaltyMode.Coupled, new() { GradientScale = GradientScale }),
        (PenaltyMode.Coupled, new() { KeepZeros = true }),
        (PenaltyMode.Decoupled, new() { Maximize = true }),
        (PenaltyMode.Cautious, new() { GradientScale = GradientScale, KeepZeros = true }),
        (PenaltyMode.Proximal, new() { GradientScale = GradientScale, Maximize = true, KeepZeros = true }),
    ];

    /// <summary>
    /// Every kernel of the library: the gradients, the steps of every rule under every penalty in every mode, and those of every
    /// rule with options. Its parameters are numbers that no element type holds exactly.
    /// </summary>
    public static IReadOnlyList<Kernel<T>> All<T>(double strength = 0.3, double rate = 0.1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            .. PenaltyTable.All.SelectMany(penalty => penalty.Gradients<T>(strength)),
            .. Steps<T>(strength, rate),
            .. from rule in RuleTable.All
               from option in _options
               select PenaltyTable.ElasticNet.Kernel<T>(strength, rule, rate, option.Mode, option.Options),
        ];

    /// <summary>The steps of every rule under every penalty in every mode, without options.</summary>
    public static IEnumerable<Kernel<T>> Steps<T>(double strength = 0.3, double rate = 0.1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from rule in RuleTable.All
        from penalty in PenaltyTable.All
        from mode in penalty.Modes
        select penalty.Kernel<T>(strength, rule, rate, mode, default);

    /// <summary>Every kernel, and whether it is one of the few that stand for all where there is much to try: the loop is the same for all.</summary>
    public static IEnumerable<(Kernel<T> Kernel, bool IsThorough)> AllAndFew<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        All<T>().Select((kernel, index) => (kernel, index % ThoroughStride == 0));

    public static Kernel<T> Gradient<T, TPenalty>(TPenalty penalty, IPenaltyReference reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var name = $"AddGradient({penalty}) on {typeof(T).Name}";
        return new(
            name,
            Rule: null,
            default,
            (g, w, _, _) => GradientReference.Next(reference, w, g),
            [
                new($"{name}, as called", 1, (gradients, weights, _) => Penalty.AddGradient(weights, gradients, penalty)),
                Forced<Lane<T>>(),
                Forced<VectorLanes<T>>(),
                Forced<Lanes512<T>>(),
            ]);

        KernelWay<T> Forced<L>()
            where L : struct, ILanes<L, T> =>
            new(
                $"{name}, in {L.Count} lanes",
                L.Count,
                (gradients, weights, state) => Forced<L, T, GradientFormula<TPenalty>>(gradients, weights, in state, new(penalty), fetches: false));
    }

    public static Kernel<T> Step<T, TRule, TPenalty, TMode>(
        TRule rule, IUpdateRuleReference ruleReference, TPenalty penalty, IPenaltyReference reference, StepOptions options = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var term = new PenaltyTerm<TPenalty, TMode>(penalty);
        var mode = Enum.Parse<PenaltyMode>(typeof(TMode).Name);

        // A penalty that charges nothing is left out.
        var (modeOfReference, penaltyReference) = penalty.IsZero ? (PenaltyMode.Coupled, new NoneReference()) : (mode, reference);
        var name = $"{rule}.Step({penalty}, {mode}{(options == default ? "" : $", {options}")}) on {typeof(T).Name}";
        return new(
            name,
            ruleReference,
            options,
            (w, g, state, step) => StepReference.Next(modeOfReference, ruleReference, penaltyReference, w, g, state, step, options),
            [
                new($"{name}, as called", 1, (weights, gradients, state) => rule.Step(weights, gradients, term, state, options)),
                Forced<Lane<T>>(),
                Forced<VectorLanes<T>>(),
                Forced<Lanes512<T>>(),
            ]);

        KernelWay<T> Forced<L>()
            where L : struct, ILanes<L, T> =>
            new(
                $"{name}, in {L.Count} lanes",
                L.Count,
                Started<T, TRule, TPenalty, TMode, ForcedRun<L, T>, int>(rule, term, options));
    }

    /// <summary>A step that does with its formula as the run says.</summary>
    private static KernelCall<T> Started<T, TRule, TPenalty, TMode, TRun, TResult>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TRun : struct, IStepPass<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        (weights, gradients, state) => StepDispatch<TRule, T, TPenalty, TMode, TRun, TResult>.Start(
            weights, gradients, in state, in rule, rule.AtStep(state.StepCount + 1), in term, in options, maxDegreeOfParallelism: 1, out _);

    /// <summary>The loop in lanes that the caller chooses.</summary>
    private static void Forced<L, T, TFormula>(Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, bool fetches)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (!target.IsEmpty)
        {
            var none = default(NoTally<L>);
            ElementwiseLoop.Run<L, T, TFormula, NoTally<L>>(target, source, in state, in formula, fetches, ref none);
        }
    }

    /// <summary>A step in lanes that the caller chooses.</summary>
    private readonly struct ForcedRun<L, T> : IStepPass<T, int>
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out int result)
            where TFormula : struct, IElementwise
        {
            Forced<L, T, TFormula>(weights, gradients, in state, in formula, fetches: false);
            result = 0;
        }
    }
}
