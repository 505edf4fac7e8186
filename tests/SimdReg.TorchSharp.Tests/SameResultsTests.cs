using SimdReg.Torch.Tests.Support;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>The same network, trained by SimdReg and by libtorch.</summary>
public class SameResultsTests
{
    private const int Steps = 200;
    private const double Tolerance = 1e-6;

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var rule in RuleCase.All)
            {
                cases.Add(rule.Name, 0);
                cases.Add(rule.Name, RuleCase.Decay);
            }

            return cases;
        }
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void A_network_of_doubles_has_the_weights_of_libtorch_after_200_steps(string name, double decay)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        var weights = Train(rule.Own(decay));
        Assert.All(rule.Others(decay), other => AssertClose(Train(other.StepOf), weights, Tolerance, $"{name}, {other.Name}"));

        static double[] Train(Func<SmallNetwork, Action> stepOf)
        {
            using var network = new SmallNetwork(ScalarType.Float64);
            var before = network.Weights();
            network.Train(0, Steps, stepOf(network));
            return Moved(before, network.Weights());
        }
    }

    /// <summary>
    /// The gradients are the same on both sides here. Two networks of floats drift apart in 200 steps, because each computes its gradients at its
    /// own rounded weights.
    /// </summary>
    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Weights_of_floats_are_those_of_libtorch_after_200_steps(string name, double decay)
    {
        AssertSameFloats(RuleCase.All.Single(rule => rule.Name == name), decay, Tolerance);
    }

    /// <summary>
    /// libtorch rounds the factor 1 − α·s to a float. Floats just below 1 are 2⁻²⁴ apart, so each step multiplies the weights by a factor that is
    /// off by up to 2⁻²⁵.
    /// </summary>
    [TorchFact]
    public void AdamW_has_the_weights_of_libtorch_for_a_rate_and_a_decay_whose_product_is_rounded()
    {
        const double Rate = 1e-3, Decay = 0.01;
        var rule = new RuleCase("AdamW, 0.001 and 0.01", (groups, decay) => Optim.AdamW(groups, Rate, weight_decay: decay))
        {
            TorchSharp = (network, decay) => optim.AdamW(network.Parameters, Rate, weight_decay: decay),
            Fused = (kernels, decay) => kernels.Adam(Rate, 0.9, 0.999, 1e-8, decay, true, false, false),
        };
        AssertSameFloats(rule, Decay, Tolerance + (Steps / (double)(1 << 25)));
    }

    private static void AssertSameFloats(RuleCase rule, double decay, double tolerance)
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        var before = network.Weights();
        var gradients = network.TrainAndRecord(Steps, rule.Own(decay)(network));
        var weights = Moved(before, network.Weights());
        Assert.All(rule.Others(decay), other =>
        {
            using var others = new SmallNetwork(ScalarType.Float32);
            others.Replay(gradients, other.StepOf(others));
            AssertClose(others.Weights(), weights, tolerance, $"{rule.Name}, {other.Name}");
        });
    }

    // A test that trains nothing would pass.
    private static double[] Moved(double[] before, double[] after)
    {
        Assert.True(before.Zip(after).Count(pair => pair.First != pair.Second) > before.Length * 0.9);
        return after;
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        var largest = expected.Max(Math.Abs);
        var difference = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(difference <= tolerance * largest, $"{what}: {difference / largest:E2} of the largest weight");
    }
}
