using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Numbers of a rule that are read or set between steps.</summary>
public class NumberTests
{
    [TorchFact]
    public void An_optimizer_says_its_momentum_and_its_betas()
    {
        using var parameter = new Parameter(ones(4));
        foreach (var optimizer in (SimdOptimizer[])[Optim.SGD([parameter], momentum: 0.25), Optim.RMSprop([parameter], momentum: 0.25)])
        {
            var momentum = (optim.IMomentum)optimizer;
            Assert.Equal(0.25, momentum.Momentum);
            momentum.Momentum = 0.5;
            Assert.Equal(0.5, momentum.Momentum);
            Assert.Equal(0.5, ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum);
            optimizer.Dispose();
        }

        foreach (var optimizer in (SimdOptimizer[])[Optim.Adam([parameter], beta1: 0.25, beta2: 0.5), Optim.AdamW([parameter], beta1: 0.25, beta2: 0.5), Optim.Lion([parameter], beta1: 0.25, beta2: 0.5)])
        {
            var betas = (optim.IBetas)optimizer;
            Assert.Equal((0.25, 0.5), betas.Betas);
            betas.Betas = (0.5, 0.75);
            Assert.Equal((0.5, 0.75), betas.Betas);
            Assert.Equal((0.5, 0.75), ((optim.IBetas)optimizer.ParamGroups.Single()).Betas);
            optimizer.Dispose();
        }
    }

    [TorchFact]
    public void The_betas_that_are_set_are_those_of_the_next_step()
    {
        using var parameter = new Parameter(ones(4));
        using var optimizer = Optim.Lion([parameter], lr: 0.25, beta1: 0.9, beta2: 0.5);
        parameter.grad = ones(4);
        optimizer.step();
        Assert.Equal(0.75f, parameter.detach().data<float>()[0]);

        // The mean is 0.5: with β₁ = 0.9 it would outweigh a gradient of −1.
        optimizer.Betas = (0.5, 0.75);
        parameter.grad = -ones(4);
        optimizer.step();
        Assert.Equal(1, parameter.detach().data<float>()[0]);

        // Now it is 0.75·0.5 − 0.25 = 0.125, and half of it outweighs half of a smaller gradient only.
        parameter.grad = tensor([-0.25f, -0.0625f, 0, 0.25f]);
        optimizer.step();
        Assert.Equal([1.25f, 0.75f, 0.75f, 0.75f], parameter.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void A_number_that_changes_reaches_the_parameters_that_are_not_penalized_too()
    {
        using Parameter weight = new(ones(4)), bias = new(ones(4));
        var options = new GroupOptions { Penalize = (name, _) => name == "weight" };
        using var optimizer = Optim.SGD([new Group([("weight", weight), ("bias", bias)], options)], lr: 0.5, momentum: 0.5, weight_decay: 0.5);
        (weight.grad, bias.grad) = (zeros(4), ones(4));
        optimizer.step();
        Assert.Equal((0.75f, 0.5f), (First(weight), First(bias)));
        (options["momentum"], options.WeightDecay) = (0.25, 0);
        (weight.grad, bias.grad) = (zeros(4), zeros(4));
        optimizer.step();

        // Velocities 0.5 and 1, of which a quarter is left, times the rate.
        Assert.Equal((0.75f - 0.0625f, 0.5f - 0.125f), (First(weight), First(bias)));

        static float First(Parameter parameter) => parameter.detach().data<float>()[0];
    }

    [TorchFact]
    public void Options_without_numbers_say_so()
    {
        Assert.Contains("It has none", Assert.Throws<KeyNotFoundException>(() => new GroupOptions()["momentum"]).Message, StringComparison.Ordinal);
        Assert.Contains("It has eps", Assert.Throws<KeyNotFoundException>(() => new GroupOptions { ["eps"] = 1 }["momentum"]).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_parameter_without_gradient_does_not_count_where_gradients_are_clipped()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.SGD([first, second], lr: 1);
        optimizer.MaxGradientNorm = 1;
        first.grad = ones(4);
        optimizer.step();
        Assert.Equal(0.5f, first.detach().data<float>()[0], 1e-6f);
        Assert.Equal(1, second.detach().data<float>()[0]);
    }
}
