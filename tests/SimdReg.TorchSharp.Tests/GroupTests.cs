using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Several groups, schedulers, and penalties for some of the parameters.</summary>
public class GroupTests
{
    [TorchTheory]
    [InlineData("step")]
    [InlineData("one cycle")]
    [InlineData("cosine")]
    public void Two_groups_under_a_scheduler_are_trained_as_by_TorchSharp(string scheduler)
    {
        var own = Train(network => Optim.AdamW(
            [
                new Group(network.Layer("hidden")),
                new Group(network.Layer("output"), new() { LearningRate = 0.002, WeightDecay = 0, ["beta1"] = 0.8 }),
            ],
            lr: 0.01));
        var other = Train(network => optim.AdamW(
            [
                new AdamW.ParamGroup { Parameters = network.Layer("hidden").Select(pair => pair.parameter) },
                new AdamW.ParamGroup { Parameters = network.Layer("output").Select(pair => pair.parameter), Options = new() { LearningRate = 0.002, weight_decay = 0, beta1 = 0.8 } },
            ],
            lr: 0.01,
            weight_decay: 0.01));
        var largest = other.Max(Math.Abs);
        Assert.All(own.Zip(other), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6 * largest));

        double[] Train(Func<SmallNetwork, optim.Optimizer> create)
        {
            using var network = new SmallNetwork(ScalarType.Float64);
            using var optimizer = create(network);
            var schedule = scheduler switch
            {
                "step" => optim.lr_scheduler.StepLR(optimizer, 20, 0.7),
                "one cycle" => optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps: 201),
                _ => optim.lr_scheduler.CosineAnnealingLR(optimizer, 200),
            };
            network.Train(0, 200, () =>
            {
                optimizer.step();
                schedule.step();
            });
            return network.Weights();
        }
    }

    [TorchFact]
    public void A_scheduler_sets_the_momentum_of_SGD()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        using var optimizer = Optim.SGD(network.Parameters, 0.01, momentum: 0.9);
        var schedule = optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps: 11);
        var momenta = new HashSet<double>();
        network.Train(0, 10, () =>
        {
            optimizer.step();
            momenta.Add(((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum);
            schedule.step();
        });
        Assert.True(momenta.Count > 5);
    }

    [TorchFact]
    public void A_predicate_leaves_biases_without_decay()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        var before = network.Weights();
        using var optimizer = Optim.AdamW(
            [new Group(network.Named, new() { Penalize = (name, parameter) => parameter.dim() > 1 && !name.EndsWith("bias", StringComparison.Ordinal) })], lr: 1, weight_decay: 0.5);
        foreach (var parameter in network.Parameters)
        {
            parameter.grad = zeros_like(parameter);
        }

        optimizer.step();
        var biases = network.Named.SelectMany(pair => Enumerable.Repeat(pair.parameter.dim() == 1, (int)pair.parameter.numel())).ToArray();
        Assert.Contains(true, biases);
        Assert.All(network.Weights().Zip(before, biases), weight => Assert.Equal(weight.Third ? weight.Second : weight.Second / 2, weight.First));
    }

    [TorchFact]
    public void Proximal_L1_in_one_group_makes_exact_zeros_with_the_bits_of_SimdReg()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        var penalty = new L1(0.02).Proximal();
        using var optimizer = Optim.Adam(
            [new Group(network.Layer("hidden"), new() { Penalty = GroupPenalty.Of(penalty) }), new Group(network.Layer("output"))], lr: 0.01);
        var weights = network.Parameters.First().detach().data<float>().ToArray();
        var rule = new SimdReg.Adam(0.01);
        var state = rule.CreateState(weights);
        network.Train(0, 100, () =>
        {
            rule.Step(weights, network.Parameters.First().grad!.data<float>().ToArray(), penalty, state);
            optimizer.step();
        });
        Assert.Equal(weights, network.Parameters.First().detach().data<float>().ToArray());
        Assert.Contains(0f, weights);
        Assert.DoesNotContain(0f, network.Layer("output").First().parameter.detach().data<float>().ToArray());
        Assert.True(optimizer.PenaltySum() > 0);
    }

    [TorchFact]
    public void A_penalty_changes_between_steps_and_the_state_goes_on()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        var options = new GroupOptions { Penalty = GroupPenalty.Of(new L1(0.001)) };
        using var optimizer = Optim.Adam([new Group(network.Named, options)], lr: 0.01);
        using var other = new SmallNetwork(ScalarType.Float32);
        var plain = new GroupOptions();
        using var twin = Optim.Adam([new Group(other.Named, plain)], lr: 0.01);
        plain.Penalty = GroupPenalty.Of(new L1(0.001));
        network.Train(0, 10, () => optimizer.step());
        other.Train(0, 10, () => twin.step());
        options.Penalty = GroupPenalty.Of(new L2(0.1).Proximal());
        plain.Penalty = GroupPenalty.Of(new L2(0.1).Proximal());
        network.Train(10, 20, () => optimizer.step());
        other.Train(10, 20, () => twin.step());
        Assert.Equal(network.Weights(), other.Weights());
        Assert.All(optimizer.state_dict().State.Zip(twin.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
    }

    [TorchFact]
    public void Weights_that_are_zero_stay_zero_in_a_group_that_keeps_them()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        using (no_grad())
        {
            network.Parameters.First()[0].zero_();
        }

        using var optimizer = Optim.SGD([new Group(network.Named, new() { Step = new(keepZeros: true) })], lr: 0.1);
        network.Train(0, 5, () => optimizer.step());
        Assert.All(network.Parameters.First().detach().data<float>().ToArray().Take(12), weight => Assert.Equal(0, weight));
        Assert.NotEqual(0, network.Parameters.First().detach().data<float>().ToArray()[12]);
    }
}
