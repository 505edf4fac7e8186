using System.Numerics;

namespace SimdReg.Tests.Optimizers;

/// <summary>Every rule with every penalty in every mode, as an optimizer from names, and as steps of the rule.</summary>
internal static class OptimizerCases
{
    private const double Rate = 0.01;
    private static readonly string[] _penalties = ["none", "l1", "l2", "elasticnet"];
    private static readonly string[] _modes = ["coupled", "decoupled", "cautious", "proximal"];

    public static IEnumerable<(string Name, Func<int, Optimizer<T>> FromNames, Func<int, Steps<T>> OfRule)> All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            .. Of<T, Sgd>(new(Rate), []),
            .. Of<T, Momentum>(new(Rate, 0.8), new() { ["coefficient"] = 0.8 }),
            .. Of<T, NesterovMomentum>(new(Rate), []),
            .. Of<T, DampenedMomentum>(new(Rate, 0.8, 0.3), new() { ["coefficient"] = 0.8, ["dampening"] = 0.3 }),
            .. Of<T, Adam>(new(Rate, 0.8, 0.9, 1e-5), new() { ["beta1"] = 0.8, ["beta2"] = 0.9, ["epsilon"] = 1e-5 }),
            .. Of<T, AmsGrad>(new(Rate), []),
            .. Of<T, Adagrad>(new(Rate, 0.1, 0.2, 1e-5), new() { ["learningRateDecay"] = 0.1, ["initialAccumulator"] = 0.2, ["epsilon"] = 1e-5 }),
            .. Of<T, RmsProp>(new(Rate, 0.8), new() { ["decay"] = 0.8 }),
            .. Of<T, CenteredRmsProp>(new(Rate), []),
            .. Of<T, RmsPropMomentum>(new(Rate, 0.7, 0.8, 1e-5), new() { ["decay"] = 0.7, ["coefficient"] = 0.8, ["epsilon"] = 1e-5 }),
            .. Of<T, CenteredRmsPropMomentum>(new(Rate, 0.99, 0.8), new() { ["coefficient"] = 0.8 }),
            .. Of<T, Lion>(new(Rate, 0.8), new() { ["beta1"] = 0.8 }),
            .. Of<T, Ftrl>(new(Rate, 2, 0.1, 0.2), new() { ["beta"] = 2, ["l1"] = 0.1, ["l2"] = 0.2 }),
        ];

    private static IEnumerable<(string, Func<int, Optimizer<T>>, Func<int, Steps<T>>)> Of<T, TRule>(TRule rule, Dictionary<string, double> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule> =>
        from penalty in _penalties
        from mode in _modes
        let settings = new OptimizerSettings
        {
            Rule = typeof(TRule).Name,
            LearningRate = Rate,
            RuleParameters = numbers,
            Penalty = penalty,
            Strength = penalty is "l1" or "l2" ? 0.3 : null,
            L1Strength = penalty is "elasticnet" ? 0.3 : null,
            L2Strength = penalty is "elasticnet" ? 0.2 : null,
            Mode = mode,
        }
        select (
            $"{settings.Rule}, {penalty}, {mode}",
            (Func<int, Optimizer<T>>)(count => Optimizer<T>.Create(settings, count)),
            (Func<int, Steps<T>>)(count => penalty switch
            {
                "none" => Of<T, TRule, None>(rule, default, mode, count),
                "l1" => Of<T, TRule, L1>(rule, new(0.3), mode, count),
                "l2" => Of<T, TRule, L2>(rule, new(0.3), mode, count),
                _ => Of<T, TRule, ElasticNet>(rule, new(0.3, 0.2), mode, count),
            }));

    private static Steps<T> Of<T, TRule, TPenalty>(TRule rule, TPenalty penalty, string mode, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        mode switch
        {
            "coupled" => new Steps<T, TRule, TPenalty, Coupled>(rule, penalty.Coupled(), count),
            "decoupled" => new Steps<T, TRule, TPenalty, Decoupled>(rule, penalty.Decoupled(), count),
            "cautious" => new Steps<T, TRule, TPenalty, Cautious>(rule, penalty.Cautious(), count),
            _ => new Steps<T, TRule, TPenalty, Proximal>(rule, penalty.Proximal(), count),
        };

    /// <summary>The steps of a rule, without an optimizer.</summary>
    internal abstract class Steps<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public abstract void Step(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options);

        public abstract Span<T> Slot(int slot);
    }

    private sealed class Steps<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, int count) : Steps<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        private readonly UpdateState<TRule, T> _state = new(rule, count);

        public override void Step(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options) =>
            rule.Step(weights, gradients, term, _state, options);

        public override Span<T> Slot(int slot) => _state[slot];
    }
}
