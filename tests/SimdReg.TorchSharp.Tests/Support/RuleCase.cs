using SimdReg.LibTorch;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>A rule with its numbers, in SimdReg and in the libraries to compare with.</summary>
internal sealed record RuleCase(string Name, Func<IEnumerable<Group>, double, SimdOptimizer> Create)
{
    // Rates and decays are powers of two: libtorch rounds 1 − α·s to a float, which is exact then. SameResultsTests has a case where it is not.
    public const double Decay = 1 / 64.0;

    private const double Rate = 1 / 128.0;
    private const double SmallRate = 1 / 1024.0;

    /// <summary>TorchSharp's optimizer with a weight decay, or null where it has none or an error of its own.</summary>
    public Func<SmallNetwork, double, optim.Optimizer>? TorchSharp { get; init; }

    /// <summary>A step of libtorch's fused kernel with a weight decay, or null where there is none.</summary>
    public Action<FusedKernels, double>? Fused { get; init; }

    /// <summary>A step written with tensors, or null where one of the others stands for it.</summary>
    public Func<IReadOnlyList<Tensor>, double, Action>? Tensors { get; init; }

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        new("SGD", (groups, decay) => Optim.SGD(groups, Rate, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.SGD(network.Parameters, Rate, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Sgd(Rate, 0, 0, decay, false, false),
        },
        new("SGD, maximize", (groups, decay) => Optim.SGD(groups, Rate, weight_decay: decay, maximize: true))
        {
            Fused = (kernels, decay) => kernels.Sgd(Rate, 0, 0, decay, false, true),
        },
        new("SGD with momentum", (groups, decay) => Optim.SGD(groups, Rate, momentum: 0.9, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.SGD(network.Parameters, Rate, momentum: 0.9, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Sgd(Rate, 0.9, 0, decay, false, false),
        },
        new("SGD with dampening", (groups, decay) => Optim.SGD(groups, Rate, momentum: 0.9, dampening: 0.3, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.SGD(network.Parameters, Rate, momentum: 0.9, dampening: 0.3, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Sgd(Rate, 0.9, 0.3, decay, false, false),
        },
        new("SGD, Nesterov", (groups, decay) => Optim.SGD(groups, Rate, momentum: 0.9, weight_decay: decay, nesterov: true))
        {
            TorchSharp = (network, decay) => optim.SGD(network.Parameters, Rate, momentum: 0.9, weight_decay: decay, nesterov: true),
            Fused = (kernels, decay) => kernels.Sgd(Rate, 0.9, 0, decay, true, false),
        },
        new("Adam", (groups, decay) => Optim.Adam(groups, Rate, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.Adam(network.Parameters, Rate, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Adam(Rate, 0.9, 0.999, 1e-8, decay, false, false, false),
        },
        new("Adam, AMSGrad", (groups, decay) => Optim.Adam(groups, Rate, weight_decay: decay, amsgrad: true))
        {
            TorchSharp = (network, decay) => optim.Adam(network.Parameters, Rate, weight_decay: decay, amsgrad: true),
            Fused = (kernels, decay) => kernels.Adam(Rate, 0.9, 0.999, 1e-8, decay, false, true, false),
        },
        new("AdamW", (groups, decay) => Optim.AdamW(groups, Rate, beta1: 0.8, beta2: 0.99, eps: 1e-7, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.AdamW(network.Parameters, Rate, beta1: 0.8, beta2: 0.99, eps: 1e-7, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Adam(Rate, 0.8, 0.99, 1e-7, decay, true, false, false),
        },
        new("AdamW, maximize", (groups, decay) => Optim.AdamW(groups, SmallRate / 8, weight_decay: decay, maximize: true))
        {
            TorchSharp = (network, decay) => optim.AdamW(network.Parameters, SmallRate / 8, weight_decay: decay, maximize: true),
            Fused = (kernels, decay) => kernels.Adam(SmallRate / 8, 0.9, 0.999, 1e-8, decay, true, false, true),
        },
        new("Adagrad", (groups, decay) => Optim.Adagrad(groups, Rate, lr_decay: 0.01, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.Adagrad(network.Parameters, Rate, lr_decay: 0.01, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Adagrad(Rate, 0.01, 1e-10, decay, false),
        },
        new("RMSprop", (groups, decay) => Optim.RMSprop(groups, Rate, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.RMSProp(network.Parameters, Rate, weight_decay: decay),
        },
        new("RMSprop, centred", (groups, decay) => Optim.RMSprop(groups, Rate, alpha: 0.9, eps: 0.01, weight_decay: decay, centered: true))
        {
            TorchSharp = (network, decay) => optim.RMSProp(network.Parameters, Rate, alpha: 0.9, eps: 0.01, weight_decay: decay, centered: true),
        },
        new("RMSprop with momentum", (groups, decay) => Optim.RMSprop(groups, SmallRate, eps: 0.01, weight_decay: decay, momentum: 0.9))
        {
            TorchSharp = (network, decay) => optim.RMSProp(network.Parameters, SmallRate, eps: 0.01, weight_decay: decay, momentum: 0.9),
        },
        new("RMSprop with both", (groups, decay) => Optim.RMSprop(groups, SmallRate, eps: 0.01, weight_decay: decay, momentum: 0.9, centered: true))
        {
            TorchSharp = (network, decay) => optim.RMSProp(network.Parameters, SmallRate, eps: 0.01, weight_decay: decay, momentum: 0.9, centered: true),
        },
        new("Lion", (groups, decay) => Optim.Lion(groups, SmallRate, weight_decay: decay))
        {
            Tensors = (parameters, decay) => TensorSteps.Lion(parameters, SmallRate, decay),
        },
        new("FTRL", (groups, decay) => Optim.FTRL(groups, 0.1, l1: 0.001, l2: decay))
        {
            Tensors = TensorSteps.Ftrl,
        },
    ];

    /// <summary>A step of SimdReg.</summary>
    public Func<SmallNetwork, Action> Own(double decay) => network => Step(Create([new Group(network.Named)], decay));

    /// <summary>A step of each library to compare with.</summary>
    public IEnumerable<(string Name, Func<SmallNetwork, Action> StepOf)> Others(double decay)
    {
        if (TorchSharp is not null)
        {
            yield return ("TorchSharp", network => Step(TorchSharp(network, decay)));
        }

        // The symbols are those of Linux.
        if (Fused is not null && OperatingSystem.IsLinux())
        {
            yield return ("fused kernel", network => FusedStep(new(network.Parameters), decay));
        }

        if (Tensors is not null)
        {
            yield return ("tensors", network => Tensors([.. network.Parameters], decay));
        }
    }

    public override string ToString() => Name;

    private Action FusedStep(FusedKernels kernels, double decay) => () =>
    {
        kernels.Collect();
        Fused!(kernels, decay);
    };

    private static Action Step(optim.Optimizer optimizer) => () => optimizer.step();
}
