using System.Numerics;

namespace SimdReg.Tests.Examples;

/// <summary>Steps agree with optimisers that others wrote, weight by weight.</summary>
public class Trajectories
{
    /// <summary>Which recorded runs are repeated, and with what.</summary>
    private static readonly Dictionary<string, Func<Trajectory, Replay>> _replays = new()
    {
        ["sgd"] = run => Replay.Of(Sgd(run), default(None).Coupled()),
        ["sgd+l2"] = run => Replay.Of(Sgd(run), new L2(run.Option("weight_decay")).Coupled()),
        ["sgd+l1-subgradient"] = run => Replay.Of(Sgd(run), new L1(run.Option("l1")).Coupled()),
        ["prox-sgd+l1"] = run => Replay.Of(Sgd(run), new L1(run.Option("l1")).Proximal()),
        ["prox-sgd+elastic"] = run =>
            Replay.Of(Sgd(run), new ElasticNet(run.Option("l1"), run.Option("l2")).Proximal()),
    };

    /// <summary>What PyTorch ran in both types, and what NumPy ran in double.</summary>
    public static TheoryData<string, string> Runs => new()
    {
        { "sgd", "double" },
        { "sgd", "float" },
        { "sgd+l2", "double" },
        { "sgd+l2", "float" },
        { "sgd+l1-subgradient", "double" },
        { "prox-sgd+l1", "double" },
        { "prox-sgd+elastic", "double" },
    };

    [Theory, MemberData(nameof(Runs))]
    public void Every_weight_after_every_step_is_the_recorded_one(string name, string dtype)
    {
        var run = Trajectory.Of(name, dtype);
        if (dtype == "float")
        {
            // PyTorch rounds between tensor operations.
            AssertRepeats<float>(run, _replays[name](run), _ => 1e-6 * run.LargestWeight);
        }
        else
        {
            // A step's few rounding errors of 1e-16 are relative to its largest operand, and so within 1e-12 of any
            // weight above a thousandth of that: below, they stay as large as there.
            var least = 1e-3 * run.LargestWeight;
            AssertRepeats<double>(run, _replays[name](run), w => 1e-12 * Math.Max(Math.Abs(w), least));
        }
    }

    [Theory]
    [InlineData("prox-sgd+l1")]
    [InlineData("prox-sgd+elastic")]
    public void A_recorded_proximal_run_has_weights_that_become_zero(string name)
    {
        var run = Trajectory.Of(name, "double");
        Assert.Contains(run.W[^1].Zip(run.W0), pair => pair is { First: 0, Second: not 0 });
    }

    [Fact]
    public void Every_repeated_run_is_compared() =>
        Assert.Equal(_replays.Keys.Order(), Runs.Select(row => (string)row[0]).Distinct().Order());

    private static Sgd Sgd(Trajectory run) => new(run.Option("lr"));

    private static void AssertRepeats<T>(Trajectory run, Replay replay, Func<double, double> tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = Convert<T>(run.W0);
        Assert.NotEmpty(run.G);
        Assert.Equal(run.G.Length, run.W.Length);

        foreach (var (gradients, expected) in run.G.Zip(run.W))
        {
            replay.Step(weights, Convert<T>(gradients));
            for (var i = 0; i < expected.Length; i++)
            {
                var actual = double.CreateChecked(weights[i]);
                if (expected[i] == 0)
                {
                    Assert.Equal(0, actual);
                }

                Assert.Equal(expected[i], actual, tolerance(expected[i]));
            }
        }
    }

    private static T[] Convert<T>(double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.ConvertAll(values, T.CreateChecked);
}
