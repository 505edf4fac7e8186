using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Steps of parameters of bfloat16 and float16.</summary>
public class NarrowStepTests
{
    private const int Steps = 40;

    public static TheoryData<string, double, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, double, ScalarType>();
            foreach (var rule in RuleCase.All)
            {
                cases.Add(rule.Name, 0, ScalarType.BFloat16);
                cases.Add(rule.Name, RuleCase.Decay, ScalarType.BFloat16);
                cases.Add(rule.Name, RuleCase.Decay, ScalarType.Float16);
            }

            return cases;
        }
    }

    // The fused SGD of libtorch 2.10 leaves weights of bfloat16 as they are.
    public static TheoryData<string> Fused =>
        [.. RuleCase.All.Where(rule => rule.Fused is not null && !rule.Name.StartsWith("SGD", StringComparison.Ordinal)).Select(rule => rule.Name)];

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void A_step_is_that_of_widened_numbers_and_each_result_is_rounded_once(string name, double decay, ScalarType type)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        using var network = new SmallNetwork(type);
        using var twin = new NarrowTwin(network, type, groups => rule.Create(groups, decay));
        using var optimizer = rule.Create([new Group(network.Named)], decay);
        var before = network.Weights();
        network.Train(0, Steps, () =>
        {
            twin.Step();
            optimizer.step();
            Assert.Equal(twin.Weights(), network.Weights());
            for (var slot = 0; slot < NarrowTwin.Pieces(optimizer).First().Optimizer.StateCount; slot++)
            {
                Assert.Equal(twin.Slot(slot), NarrowTwin.Slot(optimizer, slot));
            }
        });
        Assert.NotEqual(before, network.Weights());
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void The_loss_goes_down_or_up_if_it_is_maximized(string name, double decay, ScalarType type)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        using var network = new SmallNetwork(type);
        using var optimizer = rule.Create([new Group(network.Named)], decay);
        var before = Loss();
        network.Train(0, Steps, () => optimizer.step());
        Assert.True(name.Contains("maximize", StringComparison.Ordinal) ? Loss() > before : Loss() < before);

        float Loss()
        {
            using var loss = network.Loss(0).to(ScalarType.Float32);
            return loss.item<float>();
        }
    }

    /// <summary>Both compute in float and round once. Their floats differ in the last bits, so that the rounded weights are equal or neighbours.</summary>
    [TorchTheory]
    [MemberData(nameof(Fused))]
    public void The_first_step_is_that_of_the_fused_kernels_of_libtorch_to_a_unit_in_the_last_place(string name)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        using SmallNetwork network = new(ScalarType.BFloat16), other = new(ScalarType.BFloat16);
        foreach (var (_, stepOf) in rule.Others(RuleCase.Decay).Where(other => other.Name == "fused kernel"))
        {
            other.Replay(network.TrainAndRecord(1, rule.Own(RuleCase.Decay)(network)), stepOf(other));
            Assert.All(network.Weights().Zip(other.Weights()), pair =>
                Assert.InRange(Math.Abs(pair.First - pair.Second), 0, UnitInTheLastPlace(Math.Max(Math.Abs(pair.First), Math.Abs(pair.Second)))));
        }

        static double UnitInTheLastPlace(double weight) => Math.ScaleB(1, Math.ILogB(weight) - 7);
    }

    [TorchFact]
    public void A_master_copy_keeps_the_weights_of_floats()
    {
        using var network = new SmallNetwork(ScalarType.BFloat16);
        using var twin = new NarrowTwin(network, ScalarType.BFloat16, groups => Optim.AdamW(groups)) { IsStateNarrow = false, AreWeightsNarrow = false };
        using var optimizer = Optim.AdamW([new Group(network.Named, new() { Storage = new() { Weights = WeightRounding.MasterCopy } })]);
        network.Train(0, Steps, () =>
        {
            twin.Step();
            optimizer.step();
            Assert.Equal(twin.Weights(), network.Weights());
        });
    }

    [TorchTheory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        using Parameter alone = new(linspace(-1, 1, 500_000).bfloat16()), shared = new(linspace(-1, 1, 500_000).bfloat16());
        var storage = new NumberStorage(NumberFormat.EightBit) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 7 };
        using var one = Optim.AdamW([new Group([alone], new() { Storage = storage })]);
        using var several = Optim.AdamW([new Group([shared], new() { Storage = storage })]);
        several.Options = new(maxDegreeOfParallelism: threads);
        using var gradient = linspace(2, -3, 500_000).bfloat16();
        (alone.grad, shared.grad) = (gradient, gradient.clone());
        for (var i = 0; i < 3; i++)
        {
            one.step();
            several.step();
        }

        Assert.Equal(alone.Bits(), shared.Bits());
    }
}
