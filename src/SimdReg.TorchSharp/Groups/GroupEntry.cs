using SimdReg.Torch.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace SimdReg.Torch;

/// <summary>A group in its optimizer: gives its parameters the rule and the penalty that its options say.</summary>
internal class GroupEntry : ParamGroup
{
    // Where a rule gives a number another name than PyTorch, which the caller knows.
    private static readonly Dictionary<string, string> _namesInPyTorch = new()
    {
        ["learningRate"] = "lr",
        ["coefficient"] = "momentum",
        ["decay"] = "alpha",
        ["epsilon"] = "eps",
        ["learningRateDecay"] = "lr_decay",
        ["initialAccumulator"] = "initial_accumulator_value",
        ["strength"] = "weight_decay",
    };

    private readonly RuleSource _rule;
    private int _version;
    private double _learningRate;

    private protected GroupEntry(RuleSource rule, GroupOptions options, StateLoad load, int index)
    {
        _rule = rule;
        (Options, Load, Index) = (options, load, index);
        Name = $"group {index}";
        (_version, _learningRate) = (options.Version, LearningRate);
    }

    public new GroupOptions Options { get => (GroupOptions)base.Options; private init => base.Options = value; }

    public StateLoad Load { get; }

    public int Index { get; }

    public string Name { get; }

    public ParameterState[] States { get; set; } = [];

    /// <summary>An entry that schedulers can set the momentum of, if the rule has one, or the betas.</summary>
    public static GroupEntry Create(RuleSource rule, GroupOptions options, StateLoad load, int index) =>
        rule.Numbers.Contains("beta1") ? new BetasEntry(rule, options, load, index)
        : rule.Numbers.Contains("momentum") ? new MomentumEntry(rule, options, load, index)
        : new(rule, options, load, index);

    /// <summary>The rule with the penalty, and without.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule or the penalty refuses a number. Nothing has changed.</exception>
    public (Binding Penalized, Binding Plain) Bind() => Bind(Options);

    /// <summary>Requires that the rule takes these options.</summary>
    public void Require(GroupOptions options) => Bind(options);

    /// <summary>Applies the options to the parameters if they have changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule or the penalty refuses a number. Nothing has changed.</exception>
    public void Apply()
    {
        if (Options.Version != _version)
        {
            var (penalized, plain) = Bind();
            foreach (var state in States)
            {
                state.Apply(state.IsPenalized ? penalized : plain, Options.Step ?? default);
            }

            (_version, _learningRate) = (Options.Version, LearningRate);
        }
        else if (LearningRate != _learningRate)
        {
            // Refuses the rate before a parameter has it.
            Bind();
            _learningRate = LearningRate;
            foreach (var state in States)
            {
                state.SetLearningRate(_learningRate);
            }
        }
    }

    private (Binding Penalized, Binding Plain) Bind(GroupOptions options)
    {
        try
        {
            var rate = options.LearningRate ?? 0;
            var penalty = Options.Penalty ?? GroupPenalty.OfDecay(options.WeightDecay ?? 0, _rule.IsDecayDecoupled);
            return (_rule.Bind(rate, options, penalty), _rule.Bind(rate, options, GroupPenalty.None));
        }
        catch (ArgumentOutOfRangeException error)
        {
            var name = _namesInPyTorch.GetValueOrDefault(error.ParamName ?? "", error.ParamName ?? "");
            throw new ArgumentOutOfRangeException(name, error.ActualValue, $"{name} of {Name} is {error.ActualValue}. {Rule(error)}");
        }
    }

    // The first line, without the name of the parameter that the exception adds.
    private static string Rule(ArgumentOutOfRangeException error) =>
        error.Message.ReplaceLineEndings("\n").Split('\n')[0].Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);

    private sealed class BetasEntry(RuleSource rule, GroupOptions options, StateLoad load, int index) : GroupEntry(rule, options, load, index), IBetas
    {
        public (double, double) Betas
        {
            get => (Options["beta1"], Options["beta2"]);
            set => (Options["beta1"], Options["beta2"]) = value;
        }
    }

    private sealed class MomentumEntry(RuleSource rule, GroupOptions options, StateLoad load, int index) : GroupEntry(rule, options, load, index), IMomentum
    {
        public double Momentum
        {
            get => Options["momentum"];
            set => Options["momentum"] = value;
        }
    }
}
