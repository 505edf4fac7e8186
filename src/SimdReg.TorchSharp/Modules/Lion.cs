using static TorchSharp.torch.optim;

namespace SimdReg.Torch.Modules;

/// <summary>Lion: steps of the size of the learning rate, in the direction of a running mean of the gradients.</summary>
public sealed class Lion : SimdOptimizer, IBetas
{
    private const string Beta1 = "beta1";
    private const string Beta2 = "beta2";

    internal Lion(IEnumerable<Group> groups, GroupOptions defaults, double beta1, double beta2)
        : base(
            new RuleSource<SimdReg.Lion>(nameof(Lion), true, [Beta1, Beta2], static (rate, options) => new(rate, options[Beta1], options[Beta2])),
            groups,
            defaults.With((Beta1, beta1), (Beta2, beta2)))
    {
    }

    /// <summary>β₁ and β₂, for all groups at once.</summary>
    public (double, double) Betas
    {
        get => (DefaultNumber(Beta1), DefaultNumber(Beta2));
        set => SetNumbers((Beta1, value.Item1), (Beta2, value.Item2));
    }
}
