using SimdReg.Torch.Tests.Support;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>The same network, trained by SimdReg and by libtorch.</summary>
public class SameResultsTests
{
    private const int Steps = 200;
    private const double Tolerance = 1e-6;

    public static TheoryData<string, double, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, double, ScalarType>();
            foreach (var rule in RuleCase.All)
            {
                foreach (var decay in (double[])[0, 0.01])
                {
                    cases.Add(rule.Name, decay, ScalarType.Float32);
                    cases.Add(rule.Name, decay, ScalarType.Float64);
                }
            }

            return cases;
        }
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void After_200_steps_the_weights_are_those_of_libtorch(string name, double decay, ScalarType type)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        var weights = Train(type, network => Step(rule.Create([new Group(network.Named)], decay)));
        var expected = new Dictionary<string, double[]>();
        if (rule.TorchSharp is not null)
        {
            expected["TorchSharp"] = Train(type, network => Step(rule.TorchSharp(network, decay)));
        }

        if (rule.Fused is not null)
        {
            expected["fused"] = Train(type, network => new FusedKernels(network.Parameters) is var kernels ? () => rule.Fused(kernels, decay) : null!);
        }

        if (rule.Tensors is not null)
        {
            expected["tensors"] = Train(type, network => rule.Tensors([.. network.Parameters], decay));
        }

        Assert.NotEmpty(expected);
        Assert.All(expected, other => AssertClose(other.Value, weights, $"{name}, {other.Key}"));
    }

    private static Action Step(optim.Optimizer optimizer) => () => optimizer.step();

    private static double[] Train(ScalarType type, Func<SmallNetwork, Action> stepOf)
    {
        using var network = new SmallNetwork(type);
        var before = network.Weights();
        network.Train(0, Steps, stepOf(network));
        var after = network.Weights();

        // A test that trains nothing would pass.
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
