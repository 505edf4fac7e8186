using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <summary>The options of a group of parameters. What is left out is that of the optimizer.</summary>
/// <remarks>
/// They may change between steps. A saved state contains the learning rates, the weight decay and the numbers; a penalty, a storage and
/// the options of a step are code, and not part of it.
/// </remarks>
public sealed partial class GroupOptions : OptimizerOptions
{
    private readonly SortedDictionary<string, double> _numbers = new(StringComparer.Ordinal);

    /// <summary>The strength of the L2 penalty that PyTorch calls weight decay: decoupled in <c>AdamW</c> and <c>Lion</c>, coupled in the others.</summary>
    public double? WeightDecay { get; set => field = Changed(value); }

    /// <summary>The penalty. It takes the place of the optimizer's weight decay when the group is added. A penalty together with a weight decay above 0 is refused.</summary>
    public GroupPenalty? Penalty { get; set => field = Changed(value); }

    /// <summary>
    /// Which parameters of the group the penalty or the weight decay acts on, by name and parameter; null for all. To leave out biases and
    /// normalisations: <c>(name, parameter) => parameter.dim() > 1</c>. It is asked once, when the group is added.
    /// </summary>
    public Func<string, Parameter, bool>? Penalize { get; init; }

    /// <summary>
    /// How the state of the group's parameters is stored, and new weights of bfloat16 and float16 are rounded; null for state in each parameter's own
    /// format, as in PyTorch, rounded to nearest. Not for parameters of float64. It is fixed when the group is added.
    /// </summary>
    /// <remarks>
    /// Parameters that share a seed are rounded independently: the <see cref="NumberStorage.FirstIndex"/> of each is increased by the lengths of
    /// all parameters before it in the optimizer, each rounded up to a multiple of 256.
    /// </remarks>
    public NumberStorage? Storage { get; init; }

    /// <summary>Options of every step of the group, such as <see cref="StepOptions.KeepZeros"/> for pruned weights.</summary>
    public StepOptions? Step { get; set => field = Changed(value); }

    /// <summary>A number of the rule, by the name that the optimizer's method gives it: <c>"momentum"</c>, <c>"beta1"</c>, <c>"eps"</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The number.</returns>
    /// <exception cref="KeyNotFoundException">The group has no such number.</exception>
    public double this[string name]
    {
        get => _numbers.TryGetValue(name, out var number) ? number : throw new KeyNotFoundException($"The group has no number {name}. It has {NumberNames}.");
        set => _numbers[name] = Changed(value);
    }

    /// <summary>The names of the numbers that the group has.</summary>
    internal IReadOnlyCollection<string> Names => _numbers.Keys;

    /// <summary>Changes whenever a property or a number is set, apart from the learning rates.</summary>
    internal int Version { get; private set; }

    private string NumberNames => _numbers.Count == 0 ? "none" : string.Join(", ", _numbers.Keys);

    /// <summary>Sets numbers, and returns these options.</summary>
    internal GroupOptions With(params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
        {
            this[name] = value;
        }

        return this;
    }

    /// <summary>A copy, with what was left out taken from the optimizer's options.</summary>
    internal GroupOptions Completed(GroupOptions defaults, RuleSource rule)
    {
        var copy = new GroupOptions
        {
            LearningRate = LearningRate ?? defaults.LearningRate,
            WeightDecay = WeightDecay ?? (Penalty is null ? defaults.WeightDecay : 0),
            Step = Step ?? defaults.Step,
        };
        copy.InitialLearningRate = copy.LearningRate ?? 0;
        foreach (var name in rule.Numbers)
        {
            copy[name] = _numbers.TryGetValue(name, out var number) ? number : defaults[name];
        }

        return copy;
    }

    /// <summary>Takes over the options that are not code: learning rates, weight decay and numbers.</summary>
    internal void TakeNumbers(GroupOptions other)
    {
        (InitialLearningRate, LearningRate, WeightDecay) = (other.InitialLearningRate, other.LearningRate, other.WeightDecay);
        foreach (var (name, number) in other._numbers)
        {
            this[name] = number;
        }
    }

    private TValue Changed<TValue>(TValue value)
    {
        Version++;
        return value;
    }
}
