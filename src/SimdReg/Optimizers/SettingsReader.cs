using System.Numerics;

namespace SimdReg.Optimizers;

/// <summary>Creates an optimizer from <see cref="OptimizerSettings"/>: maps each name to a type.</summary>
internal static class SettingsReader
{
    private const string AdamW = nameof(AdamW);

    // For the defaults of their other parameters. The rate is one that each constructor accepts; before the rules, which need them.
    private static readonly Momentum _momentum = new(1);
    private static readonly Adam _adam = new(1);
    private static readonly Adagrad _adagrad = new(1);
    private static readonly RmsProp _rmsProp = new(1);
    private static readonly Lion _lion = new(1);
    private static readonly Ftrl _ftrl = new(1);

    /// <summary>The rules by their plain names.</summary>
    private static readonly Dictionary<string, NamedRule> _rules = new NamedRule[]
    {
        new NamedRule<Sgd>(nameof(Sgd), static (rate, _) => new(rate)),
        new NamedRule<Momentum>(nameof(Momentum), ReadMomentum),
        new NamedRule<NesterovMomentum>(nameof(NesterovMomentum), static (rate, numbers) => ReadMomentum(rate, numbers).Nesterov()),
        new NamedRule<DampenedMomentum>(
            nameof(DampenedMomentum), static (rate, numbers) => new(rate, numbers.Take("coefficient"), numbers.Take("dampening"))),
        new NamedRule<Adam>(nameof(Adam), ReadAdam),
        new NamedRule<Adam>(AdamW, ReadAdam),
        new NamedRule<AmsGrad>(nameof(AmsGrad), static (rate, numbers) => ReadAdam(rate, numbers).AmsGrad()),
        new NamedRule<Adagrad>(
            nameof(Adagrad),
            static (rate, numbers) => new(
                rate,
                numbers.Take("learningRateDecay", _adagrad.LearningRateDecay),
                numbers.Take("initialAccumulator", _adagrad.InitialAccumulator),
                numbers.Take("epsilon", _adagrad.Epsilon))),
        new NamedRule<RmsProp>(nameof(RmsProp), ReadRmsProp),
        new NamedRule<CenteredRmsProp>(nameof(CenteredRmsProp), static (rate, numbers) => ReadRmsProp(rate, numbers).Centered()),
        new NamedRule<RmsPropMomentum>(
            nameof(RmsPropMomentum), static (rate, numbers) => ReadRmsProp(rate, numbers).WithMomentum(numbers.Take("coefficient"))),
        new NamedRule<CenteredRmsPropMomentum>(
            nameof(CenteredRmsPropMomentum), static (rate, numbers) => ReadRmsProp(rate, numbers).Centered().WithMomentum(numbers.Take("coefficient"))),
        new NamedRule<Lion>(nameof(Lion), static (rate, numbers) => new(rate, numbers.Take("beta1", _lion.Beta1), numbers.Take("beta2", _lion.Beta2))),
        new NamedRule<Ftrl>(
            nameof(Ftrl), static (rate, numbers) => new(rate, numbers.Take("beta", _ftrl.Beta), numbers.Take("l1", _ftrl.L1), numbers.Take("l2", _ftrl.L2))),
    }.ToDictionary(rule => Plain(rule.Name));

    public static Optimizer<T> Create<T, TMaker>(OptimizerSettings settings, TMaker maker)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMaker : struct, IOptimizerMaker =>
        _rules.TryGetValue(Plain(settings.Rule), out var rule)
            ? rule.Create<T, TMaker>(settings, maker)
            : throw Unknown(settings, nameof(settings.Rule), settings.Rule, _rules.Values.Select(known => known.Name));

    private static Momentum ReadMomentum(double rate, NamedNumbers numbers) => new(rate, numbers.Take("coefficient", _momentum.Coefficient));

    private static Adam ReadAdam(double rate, NamedNumbers numbers) =>
        new(rate, numbers.Take("beta1", _adam.Beta1), numbers.Take("beta2", _adam.Beta2), numbers.Take("epsilon", _adam.Epsilon));

    private static RmsProp ReadRmsProp(double rate, NamedNumbers numbers) =>
        new(rate, numbers.Take("decay", _rmsProp.Decay), numbers.Take("epsilon", _rmsProp.Epsilon));

    private static Optimizer<T> WithPenalty<T, TRule, TMaker>(TRule rule, OptimizerSettings settings, TMaker maker)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMaker : struct, IOptimizerMaker
        where TRule : struct, IUpdateRule<TRule>
    {
        var strength = new NamedStrengths(settings);
        var numbers = new NamedNumbers(settings, nameof(settings.PenaltyParameters), settings.PenaltyParameters, $"the penalty {settings.Penalty}");
        return Plain(settings.Penalty) switch
        {
            "none" => WithMode<T, TRule, None, TMaker>(rule, Whole(default(None)), settings, maker),
            "l1" => WithMode<T, TRule, L1, TMaker>(rule, Whole(new L1(strength.Single)), settings, maker),
            "l2" => WithMode<T, TRule, L2, TMaker>(rule, Whole(new L2(strength.Single)), settings, maker),
            "elasticnet" => WithMode<T, TRule, ElasticNet, TMaker>(rule, Whole(new ElasticNet(strength.OfL1, strength.OfL2)), settings, maker),
            "mcp" => Proximal<T, TRule, Mcp, TMaker>(rule, Whole(new Mcp(strength.Single, numbers.Take("gamma"))), settings, maker),
            "scad" => Proximal<T, TRule, Scad, TMaker>(rule, Whole(new Scad(strength.Single, numbers.Take("a"))), settings, maker),
            "logsum" => Proximal<T, TRule, LogSum, TMaker>(rule, Whole(new LogSum(strength.Single, numbers.Take("epsilon"))), settings, maker),
            "huber" => Proximal<T, TRule, Huber, TMaker>(rule, Whole(new Huber(strength.Single, numbers.Take("delta"))), settings, maker),
            "hardthreshold" => Proximal<T, TRule, HardThreshold, TMaker>(rule, Whole(new HardThreshold(strength.Single)), settings, maker),
            "box" => Proximal<T, TRule, Box, TMaker>(rule, Whole(new Box(numbers.Take("min"), numbers.Take("max"))), settings, maker),
            "nonnegative" => Proximal<T, TRule, NonNegative, TMaker>(rule, Whole(default(NonNegative)), settings, maker),
            _ => throw Unknown(
                settings,
                nameof(settings.Penalty),
                settings.Penalty,
                [nameof(None), nameof(L1), nameof(L2), nameof(ElasticNet), nameof(Mcp), nameof(Scad), nameof(LogSum), nameof(Huber), nameof(HardThreshold), nameof(Box), nameof(NonNegative)]),
        };

        // Every number that is set has been taken.
        TPenalty Whole<TPenalty>(TPenalty penalty)
        {
            numbers.RequireAllTaken();
            return strength.Of(penalty);
        }
    }

    /// <summary>An optimizer in the proximal mode: by name, these penalties have no other, because each mode of each is code of its own for every rule.</summary>
    private static Optimizer<T> Proximal<T, TRule, TPenalty, TMaker>(TRule rule, TPenalty penalty, OptimizerSettings settings, TMaker maker)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMaker : struct, IOptimizerMaker
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Plain(settings.Mode ?? nameof(Proximal)) switch
        {
            "proximal" => maker.Make<T, TRule, TPenalty, Proximal>(rule, penalty.Proximal()),
            "coupled" or "decoupled" or "cautious" => throw Refused(
                settings,
                TPenalty.HasGradient
                    ? $"Mode is \"{settings.Mode}\": by name, the penalty {settings.Penalty} has the mode proximal alone. Create the optimizer in code, with new {typeof(TPenalty).Name}(…).{(Plain(settings.Mode) switch { "coupled" => nameof(Coupled), "cautious" => nameof(Cautious), _ => nameof(Decoupled) })}()."
                    : $"Mode is \"{settings.Mode}\": the penalty {settings.Penalty} has no gradient, so its only mode is proximal."),
            _ => throw UnknownMode(settings),
        };

    private static Optimizer<T> WithMode<T, TRule, TPenalty, TMaker>(TRule rule, TPenalty penalty, OptimizerSettings settings, TMaker maker)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMaker : struct, IOptimizerMaker
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Plain(settings.Mode ?? (Plain(settings.Rule) == Plain(AdamW) ? nameof(Decoupled) : nameof(Coupled))) switch
        {
            "coupled" => maker.Make<T, TRule, TPenalty, Coupled>(rule, penalty.Coupled()),
            "decoupled" => maker.Make<T, TRule, TPenalty, Decoupled>(rule, penalty.Decoupled()),
            "cautious" => maker.Make<T, TRule, TPenalty, Cautious>(rule, penalty.Cautious()),
            "proximal" => maker.Make<T, TRule, TPenalty, Proximal>(rule, penalty.Proximal()),
            _ => throw UnknownMode(settings),
        };

    /// <summary>The name in lower case, without <c>-</c> and <c>_</c>: names in a configuration are compared without regard to these.</summary>
    internal static string Plain(string? name) =>
        (name ?? "").Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static ArgumentException UnknownMode(OptimizerSettings settings) =>
        Unknown(settings, nameof(settings.Mode), settings.Mode, [nameof(Coupled), nameof(Decoupled), nameof(Cautious), nameof(Proximal)]);

    private static ArgumentException Unknown(OptimizerSettings settings, string property, string? name, IEnumerable<string> known) =>
        Refused(settings, $"{property} \"{name}\" is unknown. Known names are {string.Join(", ", known)}.");

    internal static ArgumentException Refused(OptimizerSettings settings, string message) => new(message, nameof(settings));

    private abstract class NamedRule(string name)
    {
        public string Name => name;

        public abstract Optimizer<T> Create<T, TMaker>(OptimizerSettings settings, TMaker maker)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TMaker : struct, IOptimizerMaker;
    }

    private sealed class NamedRule<TRule>(string name, Func<double, NamedNumbers, TRule> read) : NamedRule(name)
        where TRule : struct, IUpdateRule<TRule>
    {
        public override Optimizer<T> Create<T, TMaker>(OptimizerSettings settings, TMaker maker)
        {
            var numbers = new NamedNumbers(settings, nameof(settings.RuleParameters), settings.RuleParameters, Name);
            var rule = read(settings.LearningRate, numbers);
            numbers.RequireAllTaken();
            return WithPenalty<T, TRule, TMaker>(rule, settings, maker);
        }
    }
}
