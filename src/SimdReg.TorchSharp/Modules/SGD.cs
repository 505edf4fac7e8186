using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace SimdReg.Torch.Modules;

/// <summary>Gradient descent, with or without momentum. <see cref="Optim.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/> creates it.</summary>
public sealed class SGD : SimdOptimizer, IMomentum
{
    private const string MomentumName = "momentum";
    private const string DampeningName = "dampening";

    internal SGD(IEnumerable<Group> groups, GroupOptions defaults, double momentum, double dampening, bool nesterov)
        : base(Rule(momentum, dampening, nesterov), groups, defaults.With((MomentumName, momentum), (DampeningName, dampening)))
    {
    }

    /// <summary>μ, for all groups at once.</summary>
    /// <remarks>An optimizer that was made without momentum keeps no velocity: its next step refuses a momentum.</remarks>
    public double Momentum
    {
        get => DefaultNumber(MomentumName);
        set => SetNumbers((MomentumName, value));
    }

    private static RuleSource Rule(double momentum, double dampening, bool nesterov) => (momentum, dampening, nesterov) switch
    {
        (_, not 0, true) or ( <= 0, _, true) => throw new ArgumentException("nesterov needs a momentum above 0 and a dampening of 0.", nameof(nesterov)),
        (_, _, true) => new RuleSource<NesterovMomentum>(nameof(SGD), false, [MomentumName], static (rate, options) => new(rate, options[MomentumName])),
        (0, _, _) => new RuleSource<Sgd>(nameof(SGD), false, [MomentumName], static (rate, options) => new(WithoutMomentum(rate, options))),
        (_, 0, _) => new RuleSource<Momentum>(nameof(SGD), false, [MomentumName], static (rate, options) => new(rate, options[MomentumName])),
        _ => new RuleSource<DampenedMomentum>(
            nameof(SGD), false, [MomentumName, DampeningName], static (rate, options) => new(rate, options[MomentumName], options[DampeningName])),
    };
}
