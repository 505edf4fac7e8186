namespace SimdReg.Torch;

/// <summary>Makes the update rule of a group from its numbers.</summary>
/// <param name="name">The name of the optimizer.</param>
/// <param name="isDecayDecoupled">Whether weight decay acts apart from the gradient.</param>
/// <param name="numbers">The names of the numbers, apart from the learning rate and the weight decay.</param>
internal abstract class RuleSource(string name, bool isDecayDecoupled, string[] numbers)
{
    public string Name => name;

    public bool IsDecayDecoupled => isDecayDecoupled;

    public IReadOnlyList<string> Numbers => numbers;

    /// <exception cref="ArgumentOutOfRangeException">The rule refuses a number.</exception>
    public abstract Binding Bind(double learningRate, GroupOptions options, GroupPenalty penalty);
}

/// <inheritdoc/>
/// <param name="name">The name of the optimizer.</param>
/// <param name="isDecayDecoupled">Whether weight decay acts apart from the gradient.</param>
/// <param name="numbers">The names of the numbers, apart from the learning rate and the weight decay.</param>
/// <param name="make">Makes the rule from the learning rate and the numbers.</param>
internal sealed class RuleSource<TRule>(string name, bool isDecayDecoupled, string[] numbers, Func<double, GroupOptions, TRule> make)
    : RuleSource(name, isDecayDecoupled, numbers)
    where TRule : struct, IUpdateRule<TRule>
{
    public override Binding Bind(double learningRate, GroupOptions options, GroupPenalty penalty) => penalty.Bind(make(learningRate, options));
}
