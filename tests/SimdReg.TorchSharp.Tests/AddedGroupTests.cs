using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Groups that are added later, and options that change or are refused.</summary>
public class AddedGroupTests
{
    [TorchFact]
    public void The_options_of_a_group_that_is_refused_are_as_they_were()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.AdamW([first], lr: 0.5, weight_decay: 0.25);
        var options = new GroupOptions { ["beta1"] = 2, Penalize = (_, _) => throw new NotSupportedException() };
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.add_param_group(new Group([second], options)));
        AssertUntouched();
        options["beta1"] = 0.5;
        Assert.Throws<NotSupportedException>(() => optimizer.add_param_group(new Group([second], options)));
        AssertUntouched();

        void AssertUntouched()
        {
            Assert.Equal((null, null, null), (options.LearningRate, options.WeightDecay, options.Step));
            Assert.Throws<KeyNotFoundException>(() => options["beta2"]);
            Assert.Single(optimizer.ParamGroups);
        }
    }

    [TorchFact]
    public void A_group_that_was_refused_takes_the_defaults_of_the_optimizer_it_is_added_to()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var refusing = Optim.AdamW([first], lr: 0.5);
        using var optimizer = Optim.SGD([first], lr: 0.125);
        var options = new GroupOptions { WeightDecay = -1 };
        Assert.Throws<ArgumentOutOfRangeException>(() => refusing.add_param_group(new Group([second], options)));
        options.WeightDecay = 0;
        optimizer.add_param_group(new Group([second], options));
        second.grad = ones(4);
        optimizer.step();
        Assert.Equal(0.875f, second.detach().data<float>()[0]);
    }

    [TorchFact]
    public void A_weight_decay_that_is_set_besides_a_penalty_is_refused_by_the_step()
    {
        using var parameter = new Parameter(ones(4));
        var options = new GroupOptions { Penalty = GroupPenalty.Of(new L1(0.5).Proximal()) };
        using var optimizer = Optim.AdamW([new Group([parameter], options)], lr: 0.5);
        parameter.grad = ones(4);
        foreach (var decay in (double[])[0.5, double.NaN])
        {
            options.WeightDecay = decay;
            Assert.Contains("weight_decay of group 0 is", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal([1f, 1, 1, 1], parameter.detach().data<float>().ToArray());
        }

        options.WeightDecay = 0;
        optimizer.step();
        Assert.NotEqual(1, parameter.detach().data<float>()[0]);
    }

    [TorchFact]
    public void A_new_parameter_may_be_where_a_freed_one_was()
    {
        using var first = new Parameter(ones(4));
        using var optimizer = Optim.SGD([first]);
        for (var i = 0; i < 100; i++)
        {
            // The allocator gives the address of the one before again.
            using var parameter = new Parameter(ones(4));
            optimizer.add_param_group(new Group([parameter]));
        }

        Assert.Equal(101, optimizer.ParamGroups.Count());
    }

    [TorchFact]
    public void A_group_of_TorchSharp_without_options_takes_those_of_the_optimizer()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.SGD([first], lr: 0.25);
        optimizer.add_param_group(new AdamW.ParamGroup { Parameters = [second] });
        second.grad = ones(4);
        optimizer.step();
        Assert.Equal(0.75f, second.detach().data<float>()[0]);
    }

    [TorchFact]
    public void A_parameter_that_is_null_or_was_freed_is_not_added()
    {
        using var first = new Parameter(ones(4));
        using var optimizer = Optim.SGD([first]);
        var freed = new Parameter(ones(4));
        freed.Dispose();
        Assert.Contains("bias is null", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new Group([("bias", null!)]))).Message, StringComparison.Ordinal);
        Assert.Contains("bias has been disposed", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new Group([("bias", freed)]))).Message, StringComparison.Ordinal);
        Assert.Single(optimizer.ParamGroups);
    }
}
