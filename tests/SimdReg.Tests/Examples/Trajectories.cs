using System.Numerics;

namespace SimdReg.Tests.Examples;

/// <summary>Steps agree with optimisers that others wrote, weight by weight.</summary>
public class Trajectories
{
    /// <summary>Every recorded run: what PyTorch ran in both types, and what NumPy ran in double.</summary>
    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var run in Trajectory.All)
            {
                runs.Add(run.Name, run.Dtype);
            }

            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public void Every_weight_after_every_step_is_the_recorded_one(string name, string dtype)
    {
        var run = Trajectory.Of(name, dtype);
        switch (dtype)
        {
            case "float":
                // PyTorch rounds between tensor operations.
                AssertRepeats<float>(run, _ => 1e-6 * run.LargestWeight);
                break;
            case "double":
                // A step's few rounding errors of 1e-16 are relative to its largest operand, and so within 1e-12 of any
                // weight above a thousandth of that: below, they stay as large as there.
                var least = 1e-3 * run.LargestWeight;
                AssertRepeats<double>(run, w => 1e-12 * Math.Max(Math.Abs(w), least));
                break;
            default:
                Assert.Fail($"There are no {dtype} weights.");
                break;
        }
    }

    [Theory]
    [InlineData("prox-sgd+l1")]
    [InlineData("prox-sgd+elastic")]
    [InlineData("ftrl")]
    public void A_recorded_run_that_selects_has_weights_that_become_zero(string name)
    {
        var run = Trajectory.Of(name, "double");
        var changes = run.W.Zip(run.W.Prepend(run.W0), (after, before) => after.Zip(before)).SelectMany(pairs => pairs);
        Assert.Contains(changes, pair => pair is { First: 0, Second: not 0 });
    }

    [Fact]
    public void Every_recorded_run_is_repeated_and_none_besides()
    {
        Assert.Equal(37, Trajectory.All.Count);
        Assert.Equal(37, Trajectory.All.DistinctBy(run => (run.Name, run.Dtype)).Count());
        Assert.Equal(Trajectory.All.Select(run => run.Name).Distinct().Order(), Replays.Names.Order());
    }

    private static void AssertRepeats<T>(Trajectory run, Func<double, double> tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.NotEmpty(run.G);
        Assert.Equal(run.G.Length, run.W.Length);

        var actual = Replays.Of(run).Run(Convert<T>(run.W0), run.G.Select(Convert<T>));
        foreach (var (weights, expected) in actual.Zip(run.W))
        {
            Assert.Equal(weights.Length, expected.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                var weight = double.CreateChecked(weights[i]);
                if (expected[i] == 0)
                {
                    Assert.Equal(0, weight);
                }

                Assert.Equal(expected[i], weight, tolerance(expected[i]));
            }
        }
    }

    private static T[] Convert<T>(double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.ConvertAll(values, T.CreateChecked);
}
