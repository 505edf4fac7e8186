using System.Numerics;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>A group penalty written outside the library, that of the example, does all that the library's own do.</summary>
public abstract class CustomGroupPenalty<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Strength = 0.3;
    private const int Size = 37;
    private const int Count = 9;

    private static readonly WeightGroups _groups = WeightGroups.Rows(Size);

    /// <summary>The parameters are exact in float, the arithmetic of a group is in double, and a weight has at most eight roundings of its size.</summary>
    private static double Tolerance => 8 * Numbers<T>.UnitRoundoff;

    [Fact]
    public void It_is_the_penalty_of_the_example()
    {
        var own = File.ReadAllText(Repository.PathTo("tests/SimdReg.Tests/Examples/GroupMcp.cs")).ReplaceLineEndings("\n");
        var example = File.ReadAllText(Repository.PathTo("docs/examples/custom-group-penalty.cs")).ReplaceLineEndings("\n");
        Assert.Contains(own[own.IndexOf("/// <summary>", StringComparison.Ordinal)..], example, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void Its_sum_is_that_of_its_values(double gamma)
    {
        var weights = Weights();
        var expected = Rows(weights).Sum(row => Value(Norm(row), gamma));
        Assert.Equal(expected, Double(Penalty.Sum(weights, new GroupMcp(Strength, gamma).Over(_groups))), Tolerance * expected);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void Its_gradient_is_the_slope_of_the_norm_times_the_direction(double gamma)
    {
        var weights = Weights();
        var gradients = Samples.Gradients<T>(weights.Length, seed: 2);
        T[] results = [.. gradients];
        Penalty.AddGradient(weights, results, new GroupMcp(Strength, gamma).Over(_groups));
        for (var i = 0; i < weights.Length; i++)
        {
            var (norm, weight, gradient) = (Norm(Rows(weights)[i / Size]), Double(weights[i]), Double(gradients[i]));
            var pull = norm == 0 ? 0 : Math.Max(Strength - (norm / gamma), 0) * weight / norm;
            Assert.Equal(gradient + pull, Double(results[i]), Tolerance * (Math.Abs(gradient) + Strength));
        }
    }

    /// <summary>At one rate: no other norm has a lower ½(u − n)² + r·φ(u), on both sides of r = γ, where the step becomes a hard threshold.</summary>
    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(50, 0.5)]
    [InlineData(2, 2)]
    [InlineData(2, 20)]
    public void At_one_rate_no_other_norm_of_a_group_is_better(double gamma, double rate)
    {
        var weights = Weights();
        T[] results = [.. weights];
        new Sgd(rate).Step(results, new T[weights.Length], new GroupMcp(Strength, gamma).Over(_groups).Proximal());
        foreach (var (before, after) in Rows(weights).Zip(Rows(results)))
        {
            var (norm, next) = (Norm(before), Norm(after));
            for (var i = 0; i < before.Length; i++)
            {
                Assert.Equal(norm == 0 ? 0 : Double(before[i]) * next / norm, Double(after[i]), Tolerance * norm);
            }

            var best = Objective(next);
            foreach (var u in Enumerable.Range(0, 1001).Select(i => i * norm / 500))
            {
                // Near the minimum the objective is flat: a norm that is off by ε changes it by no more than (|u − n| + r·φ′)·ε.
                Assert.True(best <= Objective(u) + (Tolerance * norm * (norm + (rate * Strength))), $"‖v‖ = {norm}: {next} is worse than {u}.");
            }

            double Objective(double u) => ((u - norm) * (u - norm) / 2) + (rate * Value(u, gamma));
        }
    }

    /// <summary>Under Adam: (vᵢ − uᵢ)/rᵢ = φ′(‖u‖)·uᵢ/‖u‖, or all are zero and Σ(vᵢ/rᵢ)² is at most s².</summary>
    [Fact]
    public void Under_a_rate_for_each_weight_a_step_ends_at_a_stationary_point()
    {
        const double Gamma = 50, LearningRate = 0.25, Epsilon = 0.5;
        var weights = Weights();
        var gradients = Samples.Gradients<T>(weights.Length, seed: 2);

        // ‖v/r‖ of the group of zeros is ‖g‖.
        var strength = 1.25 * Rows(gradients).Max(Norm);
        T[] points = [.. weights], results = [.. weights];
        var adam = new Adam(LearningRate, epsilon: Epsilon);
        adam.Step(points, gradients, adam.CreateState<Adam, T>(points));
        adam.Step(results, gradients, new GroupMcp(strength, Gamma).Over(_groups).Proximal(), adam.CreateState<Adam, T>(results));
        var (zeros, others) = (0, 0);
        for (var group = 0; group < Count; group++)
        {
            var (v, u) = (Rows(points)[group], Rows(results)[group]);

            // In the first step √v̂ is |g|.
            double[] rates = [.. Rows(gradients)[group].Select(g => LearningRate / (Math.Abs(Double(g)) + Epsilon))];
            var norm = Norm(u);
            if (norm == 0)
            {
                zeros++;
                Assert.InRange(v.Zip(rates, (x, r) => Math.Pow(Double(x) / r, 2)).Sum(), 0, strength * strength * (1 + (10 * Tolerance)));
                continue;
            }

            others++;
            for (var i = 0; i < Size; i++)
            {
                var pull = rates[i] * Math.Max(strength - (norm / Gamma), 0) / norm;

                // The rate has four roundings in T, and the state, from which it comes, as many.
                Assert.Equal(Double(v[i]) / (1 + pull), Double(u[i]), 4 * Tolerance * Math.Abs(Double(v[i])));
            }
        }

        Assert.True(zeros > 0 && others > 0, $"{zeros} groups are zero, {others} are not.");
    }

    /// <summary>Rows of all sizes, from 2⁻⁸ to 8 times those of samples, and one of zeros.</summary>
    private static T[] Weights() =>
        [.. Samples.Weights<T>(Count * Size, seed: 1).Select((w, i) => i / Size == 4 ? T.Zero : w * T.CreateChecked(Math.ScaleB(1, (i / Size) - 5)))];

    private static T[][] Rows(T[] numbers) => [.. numbers.Chunk(Size)];

    private static double Norm(T[] row) => Math.Sqrt(row.Sum(w => Double(w) * Double(w)));

    private static double Value(double norm, double gamma) =>
        norm <= gamma * Strength ? (Strength * norm) - (norm * norm / (2 * gamma)) : gamma * Strength * Strength / 2;

    private static double Double(T number) => double.CreateChecked(number);
}

public class CustomGroupPenaltyOfFloat : CustomGroupPenalty<float>;

public class CustomGroupPenaltyOfDouble : CustomGroupPenalty<double>;
