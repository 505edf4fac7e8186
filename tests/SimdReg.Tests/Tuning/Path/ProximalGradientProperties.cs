using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Small least-squares problems, drawn.</summary>
[Properties(Arbitrary = [typeof(Drawn)])]
public class ProximalGradientProperties
{
    [Property]
    public void An_elastic_net_meets_the_conditions_of_an_optimum(LinearModel model, double l1Strength, double l2Strength)
    {
        var penalty = new ElasticNet(l1Strength, l2Strength);
        var weights = new double[model.WeightCount];

        var report = new ProximalGradient().Minimize(model.LeastSquares, weights, penalty);

        Optimality.AssertHolds(model, model.LeastSquares, weights, penalty, report);
    }

    [Property]
    public void At_the_largest_strength_all_weights_are_zero_and_below_it_not(LinearModel model, double share)
    {
        var l1Share = share / 4;
        var largest = RegularizationPath.LargestStrength(model.LeastSquares, model.WeightCount, l1Share);
        var path = RegularizationPath.Compute(
            model.LeastSquares, model.WeightCount, [largest, 0.99 * largest], s => new ElasticNet(l1Share * s, (1 - l1Share) * s));

        Assert.Equal(0, path.Points[0].NonZeroCount);
        Assert.Equal(largest > 0, path.Points[1].NonZeroCount > 0);
    }

    [Property]
    public void Any_start_leads_to_the_same_weights(LinearModel model, double l1Strength, double l2Strength)
    {
        var penalty = new ElasticNet(l1Strength, l2Strength);
        var weights = new double[model.WeightCount];
        double[] others = [.. weights.Select((_, j) => j % 2 == 0 ? 10.0 : -3)];

        var report = new ProximalGradient().Minimize(model.LeastSquares, weights, penalty);
        new ProximalGradient().Minimize(model.LeastSquares, others, penalty);

        // The objective curves by s₂ at least: two points with subgradients of at most r are no farther apart than √n·2r/s₂.
        var distance = Math.Sqrt(model.WeightCount) * ((2 * report.ResidualBound) + model.GradientError(weights)) / l2Strength;
        Assert.All(weights.Zip(others), pair => Assert.InRange(pair.First - pair.Second, -distance, distance));
    }

    public static class Drawn
    {
        /// <summary>Two to eight examples, one to five features: often more features than examples say anything about.</summary>
        public static Arbitrary<LinearModel> Models() => Arb.From(
            from exampleCount in Gen.Choose(2, 8)
            from weightCount in Gen.Choose(1, 5)
            from cells in Gen.Choose(-40, 40).Select(cell => cell / 8.0).ListOf(exampleCount * (weightCount + 1))
            select new LinearModel(
                [.. Enumerable.Range(0, weightCount).Select(j => cells.Skip(j * exampleCount).Take(exampleCount).ToArray())],
                [.. cells.Skip(weightCount * exampleCount)]));

        public static Arbitrary<double> Strengths() => Arb.From(Gen.Choose(1, 1024).Select(strength => strength / 256.0));
    }
}
