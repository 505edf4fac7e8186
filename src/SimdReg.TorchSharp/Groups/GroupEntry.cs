using System.Globalization;
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
    }

    public new GroupOptions Options { get => (GroupOptions)base.Options; private init => base.Options = value; }

    public StateLoad Load { get; }

    public int Index { get; }

    public string Name { get; }

    /// <summary>Whether the rule starts from the weights of the first step.</summary>
    public bool StartsFromWeights => _rule is RuleSource<Ftrl>;

    public ParameterState[] States { get; set; } = [];

    /// <summary>An entry that schedulers can set the momentum of, if the rule has one, or the betas.</summary>
    public static GroupEntry Create(RuleSource rule, GroupOptions options, StateLoad load, int index) =>
        rule.Numbers.Contains("beta1") ? new BetasEntry(rule, options, load, index)
        : rule.Numbers.Contains("momentum") ? new MomentumEntry(rule, options, load, index)
        : new(rule, options, load, index);

    /// <summary>The rule with the penalty, and without, by options whose penalty is that of the group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule or the penalty refuses a number, or there are a penalty and a weight decay.</exception>
    public (Binding Penalized, Binding Plain) Bind(GroupOptions options)
    {
        var (rate, decay) = (options.LearningRate ?? 0, options.WeightDecay ?? 0);
        if (Options.Penalty is not null && decay != 0)
        {
            throw Refused("weight_decay", decay, $"It must be 0, because the group has the penalty {Options.Penalty}. An elastic net penalizes by L1 and L2.");
        }

        try
        {
            var penalty = Options.Penalty ?? GroupPenalty.OfDecay(decay, _rule.IsDecayDecoupled);
            return (_rule.Bind(rate, options, penalty), _rule.Bind(rate, options, GroupPenalty.None));
        }
        catch (ArgumentOutOfRangeException error)
        {
            var name = _namesInPyTorch.GetValueOrDefault(error.ParamName ?? "", error.ParamName ?? "");
            throw Refused(name, error.ActualValue, Rule(error));
        }
    }

    /// <summary>Makes the options those of this group. Its parameters have them already.</summary>
    public void Attach(GroupOptions completed)
    {
        Options.TakeNumbers(completed);
        (Options.Step, Options.Entry) = (completed.Step, this);
        (_version, _learningRate) = (Options.Version, LearningRate);
    }

    /// <summary>Requires that the group's own options and those of a step can be combined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The product of the gradient scales is too large or 0. Nothing has changed.</exception>
    public void Require(in StepOptions options)
    {
        var own = Options.Step ?? default;
        try
        {
            own.With(in options);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw Refused(error.ParamName ?? "", own.GradientScale, string.Create(
                CultureInfo.InvariantCulture, $"Its product with that of the step, {options.GradientScale}, is refused. {Rule(error)}"));
        }
    }

    /// <summary>Applies the options to the parameters if they have changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule or the penalty refuses a number. Nothing has changed.</exception>
    public void Apply()
    {
        if (Options.Version != _version)
        {
            var (penalized, plain) = Bind(Options);
            foreach (var state in States)
            {
                state.Apply(state.IsPenalized ? penalized : plain, Options.Step ?? default);
            }

            (_version, _learningRate) = (Options.Version, LearningRate);
        }
        else if (LearningRate != _learningRate)
        {
            // Refuses the rate before a parameter has it.
            Bind(Options);
            _learningRate = LearningRate;
            foreach (var state in States)
            {
                state.SetLearningRate(_learningRate);
            }
        }
    }

    private ArgumentOutOfRangeException Refused(string name, object? value, string rule) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} of {Name} is {value}. {rule}"));

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
