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
        Assert.All(rule.Others(decay), other => AssertClose(Train(other.StepOf), weights, $"{name}, {other.Name}"));

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
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        using var network = new SmallNetwork(ScalarType.Float32);
        var before = network.Weights();
        var gradients = network.TrainAndRecord(Steps, rule.Own(decay)(network));
        var weights = Moved(before, network.Weights());
        Assert.All(rule.Others(decay), other =>
        {
            using var others = new SmallNetwork(ScalarType.Float32);
            others.Replay(gradients, other.StepOf(others));
            AssertClose(others.Weights(), weights, $"{name}, {other.Name}");
        });
    }

    // A test that trains nothing would pass.
    private static double[] Moved(double[] before, double[] after)
    {
        Assert.True(before.Zip(after).Count(pair => pair.First != pair.Second) > before.Length * 0.9);
        return after;
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        var largest = expected.Max(Math.Abs);
        var difference = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(difference <= Tolerance * largest, $"{what}: {difference / largest:E2} of the largest weight");
    }
}
