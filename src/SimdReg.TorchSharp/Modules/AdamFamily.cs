using static TorchSharp.torch.optim;

namespace SimdReg.Torch.Modules;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: all but the weight decay.</summary>
public abstract class AdamFamily : SimdOptimizer, IBetas
{
    private const string Beta1 = "beta1";
    private const string Beta2 = "beta2";
    private const string Epsilon = "eps";

    private protected AdamFamily(string name, bool isDecayDecoupled, IEnumerable<Group> groups, GroupOptions defaults, double beta1, double beta2, double eps, bool amsgrad)
        : base(Rule(name, isDecayDecoupled, amsgrad), groups, defaults.With((Beta1, beta1), (Beta2, beta2), (Epsilon, eps)))
    {
    }

    /// <summary>β₁ and β₂, for all groups at once.</summary>
    public (double, double) Betas
    {
        get => (DefaultNumber(Beta1), DefaultNumber(Beta2));
        set => SetNumbers((Beta1, value.Item1), (Beta2, value.Item2));
    }

    private static RuleSource Rule(string name, bool isDecayDecoupled, bool amsgrad) => amsgrad
        ? new RuleSource<AmsGrad>(name, isDecayDecoupled, [Beta1, Beta2, Epsilon], static (rate, options) => Adam(rate, options).AmsGrad())
        : new RuleSource<SimdReg.Adam>(name, isDecayDecoupled, [Beta1, Beta2, Epsilon], Adam);

    private static SimdReg.Adam Adam(double rate, GroupOptions options) => new(rate, options[Beta1], options[Beta2], options[Epsilon]);
}

/// <summary>Adam, whose weight decay is added to the gradient.</summary>
public sealed class Adam : AdamFamily
{
    internal Adam(IEnumerable<Group> groups, GroupOptions defaults, double beta1, double beta2, double eps, bool amsgrad)
        : base(nameof(Adam), false, groups, defaults, beta1, beta2, eps, amsgrad)
    {
    }
}

/// <summary>Adam, whose weight decay acts apart from the gradient.</summary>
public sealed class AdamW : AdamFamily
{
    internal AdamW(IEnumerable<Group> groups, GroupOptions defaults, double beta1, double beta2, double eps, bool amsgrad)
        : base(nameof(AdamW), true, groups, defaults, beta1, beta2, eps, amsgrad)
    {
    }
}
