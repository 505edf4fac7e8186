using FsCheck.Xunit;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The largest strength of a group path is the smallest at which all penalised weights are zero.</summary>
[Properties(Arbitrary = [typeof(ProximalGradientProperties.Drawn)])]
public class LargestGroupStrengthTests
{
    private static readonly LinearModel _model = Diabetes.Quickstart;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.05, true)]
    [InlineData(0.5, false)]
    [InlineData(0.95, true)]
    [InlineData(1, false)]
    public void All_weights_are_zero_at_the_largest_strength_and_not_below(double l1Share, bool scalesWithSize)
    {
        var groups = WeightGroups.Rows(5);
        var largest = RegularizationPath.LargestGroupStrength(_model.LeastSquares, 65, groups, l1Share, scalesWithSize);

        var path = RegularizationPath.Compute(
            _model.LeastSquares, 65, [largest, largest * (1 - 1e-9)], s => new SparseGroupLasso(l1Share * s, (1 - l1Share) * s, scalesWithSize).Over(groups), new() { Tolerance = 1e-13 });

        Assert.True(path.IsConverged, string.Join(' ', path.Points.Select(point => point.Report)));
        Assert.Equal([0, 1], path.Points.Select(point => point.NonZeroGroupCount));
        Assert.Equal(0, path.Points[0].NonZeroCount);
    }

    [Property]
    public void The_largest_strength_is_that_of_bisection(LinearModel model, double share, bool scalesWithSize, byte split)
    {
        var (count, l1Share) = (model.WeightCount, share / 4);
        var middle = split % (count + 1);
        var gradients = LinearModel.Gradient(model.LeastSquares, new double[count]);

        var largest = RegularizationPath.LargestGroupStrength(model.LeastSquares, count, WeightGroups.FromOffsets(0, middle, count), l1Share, scalesWithSize);

        // Cells are multiples of 1/8 and divided by at most eight examples: far above what rounding leaves of a sum that is 0.
        var expected = new GroupOptimality([[.. Enumerable.Range(0, middle)], [.. Enumerable.Range(middle, count - middle)]], l1Share, scalesWithSize).Largest(gradients);
        Assert.Equal(expected, largest, 1e-13 * (1 + expected));
    }

    [Property]
    public void At_the_largest_strength_no_weight_is_left_by_rounding(LinearModel model, double share)
    {
        var l1Share = share / 4;
        var largest = RegularizationPath.LargestGroupStrength(model.LeastSquares, model.WeightCount, WeightGroups.All, l1Share);
        var weights = new double[model.WeightCount];

        new ProximalGradient().Minimize(model.LeastSquares, weights, new SparseGroupLasso(largest * l1Share, largest * (1 - l1Share)).Over(WeightGroups.All));

        Assert.All(weights, weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void The_largest_strength_takes_one_evaluation()
    {
        var asked = 0;

        RegularizationPath.LargestGroupStrength(Counted, 65, WeightGroups.Rows(5), 0.5);

        Assert.Equal(1, asked);

        double Counted(ReadOnlySpan<double> w, Span<double> gradients)
        {
            asked++;
            return _model.LeastSquares(w, gradients);
        }
    }

    [Fact]
    public void With_L1_alone_or_groups_of_one_weight_it_is_that_of_the_lasso()
    {
        var lasso = RegularizationPath.LargestStrength(_model.LeastSquares, 65);

        Assert.Equal(lasso, RegularizationPath.LargestGroupStrength(_model.LeastSquares, 65, WeightGroups.Rows(5), l1Share: 1));
        Assert.Equal(lasso, RegularizationPath.LargestGroupStrength(_model.LeastSquares, 65, WeightGroups.Rows(1)));

        // The sum of both shares of a strength rounds.
        Assert.Equal(1, RegularizationPath.LargestGroupStrength(_model.LeastSquares, 65, WeightGroups.Rows(1), l1Share: 0.3) / lasso, 1e-14);
    }

    [Fact]
    public void It_is_the_largest_norm_of_a_gradient_over_its_factor()
    {
        // Norms 5, 13 and 0; sizes 2, 3 and 1; an empty group.
        double[] slopes = [3, -4, 12, 3, -4, 0];
        var groups = WeightGroups.FromOffsets(0, 2, 2, 5, 6);

        Assert.Equal(13, RegularizationPath.LargestGroupStrength(Linear, 6, groups), 13 * 1e-15);
        Assert.Equal(13 / Math.Sqrt(3), RegularizationPath.LargestGroupStrength(Linear, 6, groups, scalesWithSize: true), 13 * 1e-15);

        // Of one weight: |g| − s·a = s·(1 − a).
        Assert.Equal(4, RegularizationPath.LargestGroupStrength(Linear, 2, WeightGroups.Rows(1), 0.25), 4 * 1e-15);

        double Linear(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var value = 0.0;
            for (var i = 0; i < w.Length; i++)
            {
                gradients[i] = slopes[i];
                value += slopes[i] * w[i];
            }

            return value;
        }
    }

    [Fact]
    public void A_weight_in_no_group_is_free_without_L1_and_charged_by_it()
    {
        // f = (u − 1)²/2 + (v − 1)²/2 + u·v/2, and v alone is in a group. Where v is 0 and u is free, u = 1 and ∂f/∂v = −1/2.
        var groups = WeightGroups.FromIndices([1]);

        Assert.Equal(0.5, RegularizationPath.LargestGroupStrength(Coupled, 2, groups), 1e-9);

        // Where both are 0, both slopes are −1: s = 1 for the group, and s = 1/a for the other weight.
        Assert.Equal(4, RegularizationPath.LargestGroupStrength(Coupled, 2, groups, l1Share: 0.25));

        static double Coupled(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var (u, v) = (w[0] - 1, w[1] - 1);
            (gradients[0], gradients[1]) = (u + (w[1] / 2), v + (w[0] / 2));
            return (((u * u) + (v * v)) / 2) + (w[0] * w[1] / 2);
        }
    }

    [Fact]
    public void The_largest_strength_of_a_model_with_an_intercept_is_that_of_the_centred_one()
    {
        var shifted = (_model with
        {
            Features = [.. _model.Features.Select((feature, j) => feature.Select(x => x + (j % 3)).ToArray())],
            Target = [.. _model.Target.Select(y => y + 150)],
        }).WithIntercept();

        var centred = RegularizationPath.LargestGroupStrength(_model.LeastSquares, 65, WeightGroups.Columns(13), 0.2);
        var largest = RegularizationPath.LargestGroupStrength(shifted.LeastSquares, 66, WeightGroups.Columns(13), 0.2, solver: new() { Penalized = ..^1 });

        Assert.Equal(1, largest / centred, 1e-8);
    }
}
