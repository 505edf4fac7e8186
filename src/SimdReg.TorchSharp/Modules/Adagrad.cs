namespace SimdReg.Torch.Modules;

/// <summary>Adagrad: a rate for each weight, from the sum of its squared gradients.</summary>
public sealed class Adagrad : SimdOptimizer
{
    private const string Decay = "lr_decay";
    private const string Initial = "initial_accumulator_value";
    private const string Epsilon = "eps";

    internal Adagrad(IEnumerable<Group> groups, GroupOptions defaults, double lrDecay, double initial, double eps)
        : base(
            new RuleSource<SimdReg.Adagrad>(
                nameof(Adagrad), false, [Decay, Initial, Epsilon], static (rate, options) => new(rate, options[Decay], options[Initial], options[Epsilon])),
            groups,
            defaults.With((Decay, lrDecay), (Initial, initial), (Epsilon, eps)))
    {
    }
}
