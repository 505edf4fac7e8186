using System.Globalization;
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

    private static Momentum ReadMomentum(double rate, RuleNumbers numbers) => new(rate, numbers.Take("coefficient", _momentum.Coefficient));

    private static Adam ReadAdam(double rate, RuleNumbers numbers) =>
        new(rate, numbers.Take("beta1", _adam.Beta1), numbers.Take("beta2", _adam.Beta2), numbers.Take("epsilon", _adam.Epsilon));

    private static RmsProp ReadRmsProp(double rate, RuleNumbers numbers) =>
        new(rate, numbers.Take("decay", _rmsProp.Decay), numbers.Take("epsilon", _rmsProp.Epsilon));

    private static Optimizer<T> WithPenalty<T, TRule, TMaker>(TRule rule, OptimizerSettings settings, TMaker maker)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMaker : struct, IOptimizerMaker
        where TRule : struct, IUpdateRule<TRule>
    {
        var strength = new Strengths(settings);
        return Plain(settings.Penalty) switch
        {
            "none" => WithMode<T, TRule, None, TMaker>(rule, strength.Of(default(None)), settings, maker),
            "l1" => WithMode<T, TRule, L1, TMaker>(rule, strength.Of(new L1(strength.Single)), settings, maker),
            "l2" => WithMode<T, TRule, L2, TMaker>(rule, strength.Of(new L2(strength.Single)), settings, maker),
            "elasticnet" => WithMode<T, TRule, ElasticNet, TMaker>(rule, strength.Of(new ElasticNet(strength.OfL1, strength.OfL2)), settings, maker),
            _ => throw Unknown(settings, nameof(settings.Penalty), settings.Penalty, [nameof(None), nameof(L1), nameof(L2), nameof(ElasticNet)]),
        };
    }

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
            _ => throw Unknown(settings, nameof(settings.Mode), settings.Mode, [nameof(Coupled), nameof(Decoupled), nameof(Cautious), nameof(Proximal)]),
        };

    /// <summary>The name in lower case, without <c>-</c> and <c>_</c>: names in a configuration are compared without regard to these.</summary>
    private static string Plain(string? name) =>
        (name ?? "").Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static ArgumentException Unknown(OptimizerSettings settings, string property, string? name, IEnumerable<string> known) =>
        Refused(settings, $"{property} \"{name}\" is unknown. Known names are {string.Join(", ", known)}.");

    private static ArgumentException Refused(OptimizerSettings settings, string message) => new(message, nameof(settings));

    private abstract class NamedRule(string name)
    {
        public string Name => name;

        public abstract Optimizer<T> Create<T, TMaker>(OptimizerSettings settings, TMaker maker)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TMaker : struct, IOptimizerMaker;
    }

    private sealed class NamedRule<TRule>(string name, Func<double, RuleNumbers, TRule> read) : NamedRule(name)
        where TRule : struct, IUpdateRule<TRule>
    {
        public override Optimizer<T> Create<T, TMaker>(OptimizerSettings settings, TMaker maker)
        {
            var numbers = new RuleNumbers(settings, Name);
            var rule = read(settings.LearningRate, numbers);
            numbers.RequireAllTaken();
            return WithPenalty<T, TRule, TMaker>(rule, settings, maker);
        }
    }

    /// <summary>The further parameters of a rule in <see cref="OptimizerSettings"/>, all of which must be parameters of the rule.</summary>
    private sealed class RuleNumbers(OptimizerSettings settings, string rule)
    {
        private readonly Dictionary<string, (string Name, double Number)> _rest = Distinct(settings);
        private readonly List<string> _known = [];

        public double Take(string name, double? byDefault = null)
        {
            _known.Add(name);
            return _rest.Remove(Plain(name), out var given)
                ? given.Number
                : byDefault ?? throw Refused(settings, $"RuleParameters lacks {name}, which {rule} needs.");
        }

        public void RequireAllTaken()
        {
            foreach (var (name, _) in _rest.Values)
            {
                throw Refused(
                    settings,
                    $"RuleParameters has {name}, which {rule} does not take. {(_known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", _known)}.")}");
            }
        }

        private static Dictionary<string, (string Name, double Number)> Distinct(OptimizerSettings settings)
        {
            var numbers = new Dictionary<string, (string Name, double Number)>();
            foreach (var (name, number) in settings.RuleParameters)
            {
                if (!numbers.TryAdd(Plain(name), (name, number)))
                {
                    throw Refused(settings, $"RuleParameters has {name} twice: names are compared without regard to case, - and _.");
                }
            }

            return numbers;
        }
    }

    /// <summary>The strengths in the settings. A strength that the penalty does not have must not be set.</summary>
    private sealed class Strengths(OptimizerSettings settings)
    {
        private readonly HashSet<string> _taken = [];

        public double Single => Take(nameof(settings.Strength), settings.Strength);

        public double OfL1 => Take(nameof(settings.L1Strength), settings.L1Strength);

        public double OfL2 => Take(nameof(settings.L2Strength), settings.L2Strength);

        /// <summary>Returns a penalty after checking that it has taken all strengths that are set.</summary>
        public TPenalty Of<TPenalty>(TPenalty penalty)
        {
            Require(nameof(settings.Strength), settings.Strength);
            Require(nameof(settings.L1Strength), settings.L1Strength);
            Require(nameof(settings.L2Strength), settings.L2Strength);
            return penalty;
        }

        private double Take(string name, double? value)
        {
            _taken.Add(name);
            return value ?? throw Refused(settings, $"{name} is missing: the penalty {settings.Penalty} needs it.");
        }

        private void Require(string name, double? value)
        {
            if (value is not null && !_taken.Contains(name))
            {
                throw Refused(settings, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: the penalty {settings.Penalty} does not use it."));
            }
        }
    }
}
