using static TorchSharp.torch.optim;

namespace SimdReg.Torch.Modules;

/// <summary>RMSprop: a rate for each weight, from the running mean of its squared gradients.</summary>
public sealed class RMSprop : SimdOptimizer, IMomentum
{
    private const string Alpha = "alpha";
    private const string Epsilon = "eps";
    private const string MomentumName = "momentum";

    internal RMSprop(IEnumerable<Group> groups, GroupOptions defaults, double alpha, double eps, double momentum, bool centered)
        : base(Rule(momentum, centered), groups, defaults.With((Alpha, alpha), (Epsilon, eps), (MomentumName, momentum)))
    {
    }

    /// <summary>μ, for all groups at once.</summary>
    /// <remarks>An optimizer that was made without momentum keeps no velocity: its next step refuses a momentum.</remarks>
    public double Momentum
    {
        get => DefaultNumber(MomentumName);
        set => SetNumbers((MomentumName, value));
    }

    private static RuleSource Rule(double momentum, bool centered) => (momentum, centered) switch
    {
        (0, false) => new RuleSource<RmsProp>(
            nameof(RMSprop), false, [Alpha, Epsilon, MomentumName], static (rate, options) => Plain(WithoutMomentum(rate, options), options)),
        (0, true) => new RuleSource<CenteredRmsProp>(
            nameof(RMSprop), false, [Alpha, Epsilon, MomentumName], static (rate, options) => Plain(WithoutMomentum(rate, options), options).Centered()),
        (_, false) => new RuleSource<RmsPropMomentum>(
            nameof(RMSprop), false, [Alpha, Epsilon, MomentumName], static (rate, options) => Plain(rate, options).WithMomentum(options[MomentumName])),
        (_, true) => new RuleSource<CenteredRmsPropMomentum>(
            nameof(RMSprop), false, [Alpha, Epsilon, MomentumName], static (rate, options) => Plain(rate, options).Centered().WithMomentum(options[MomentumName])),
    };

    private static RmsProp Plain(double rate, GroupOptions options) => new(rate, options[Alpha], options[Epsilon]);
}
