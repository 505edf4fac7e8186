using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Paths of the group lasso and the sparse group lasso begin where the first group appears, and hold an optimum for each strength.</summary>
public class GroupPathTests
{
    /// <summary>Powers of each measurement: one of the sex, which has two values, and three of each other.</summary>
    private static readonly LinearModel _powers = Powers();

    private static readonly int[] _offsets = [0, 3, .. Enumerable.Range(0, 9).Select(j => 4 + (3 * j))];

    private static readonly int[][] _adjacent = [.. Enumerable.Range(0, 10).Select(j => Enumerable.Range(_offsets[j], _offsets[j + 1] - _offsets[j]).ToArray())];

    private static readonly SmoothLoss _loss = _powers.LeastSquares;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.3, true)]
    [InlineData(0.9, false)]
    [InlineData(1, true)]
    public void Every_point_of_a_path_meets_the_conditions_of_an_optimum(double l1Share, bool scalesWithSize)
    {
        var path = RegularizationPath.ComputeGroupLasso(_loss, 28, WeightGroups.FromOffsets(_offsets), l1Share, scalesWithSize, count: 12, ratio: 0.01);

        var conditions = new GroupOptimality(_adjacent, l1Share, scalesWithSize);
        Assert.Equal(12, path.Points.Count);
        Assert.All(path.Points, point => conditions.AssertHolds(_loss, point));
        Assert.Equal((0, 0), (path.Points[0].NonZeroCount, path.Points[0].NonZeroGroupCount));
        Assert.InRange(path.Points[^1].NonZeroGroupCount!.Value, 5, 10);
    }

    [Fact]
    public void The_group_lasso_has_whole_groups_and_the_sparse_one_has_weights_in_them()
    {
        var whole = RegularizationPath.ComputeGroupLasso(_loss, 28, WeightGroups.FromOffsets(_offsets), count: 10, ratio: 0.05);
        var sparse = RegularizationPath.ComputeGroupLasso(_loss, 28, WeightGroups.FromOffsets(_offsets), l1Share: 0.5, count: 10, ratio: 0.05);

        Assert.All(whole.Points, point => Assert.All(_adjacent, group => Assert.Contains(group.Count(i => point.Weights[i] != 0), new[] { 0, group.Length })));
        Assert.Contains(sparse.Points, point => _adjacent.Any(group => group.Count(i => point.Weights[i] != 0) is 1 or 2));
    }

    [Theory]
    [InlineData("rows", 0)]
    [InlineData("rows", 0.4)]
    [InlineData("columns", 0)]
    [InlineData("columns", 0.4)]
    [InlineData("lists", 0)]
    [InlineData("lists", 0.4)]
    [InlineData("all", 0)]
    [InlineData("all", 0.4)]
    public void Groups_of_every_shape_meet_the_conditions(string shape, double l1Share)
    {
        int[][] indices = shape switch
        {
            "rows" => [.. Enumerable.Range(0, 7).Select(k => Enumerable.Range(4 * k, 4).ToArray())],
            "columns" => [.. Enumerable.Range(0, 7).Select(k => Enumerable.Range(0, 4).Select(i => (7 * i) + k).ToArray())],
            "lists" => [[5, 0, 20], [27, 26], [1], [12, 3, 7, 9, 11]],
            _ => [[.. Enumerable.Range(0, 28)]],
        };
        var groups = shape switch
        {
            "rows" => WeightGroups.Rows(4),
            "columns" => WeightGroups.Columns(7),
            "lists" => WeightGroups.FromIndices(indices),
            _ => WeightGroups.All,
        };

        var path = RegularizationPath.ComputeGroupLasso(_loss, 28, groups, l1Share, scalesWithSize: true, count: 6, ratio: 0.02);

        var conditions = new GroupOptimality(indices, l1Share, scalesWithSize: true);
        Assert.All(path.Points, point => conditions.AssertHolds(_loss, point));
        Assert.Equal(0, path.Points[0].NonZeroGroupCount);

        // A weight in no group: L1 charges it, and without L1 nothing does.
        Assert.Equal(shape == "lists" && l1Share == 0 ? 28 - 11 : 0, path.Points[0].NonZeroCount);
    }

    [Fact]
    public void A_path_with_an_intercept_begins_with_it_alone()
    {
        var model = (_powers with { Target = Diabetes.Progression }).WithIntercept();
        var solver = new ProximalGradient { Penalized = ..^1 };

        var path = RegularizationPath.ComputeGroupLasso(model.LeastSquares, 29, WeightGroups.FromOffsets(_offsets), 0.2, count: 8, ratio: 0.05, solver: solver);

        Assert.Equal(0, path.Points[0].NonZeroCount);
        Assert.Equal(Diabetes.Progression.Average(), path.Points[0].Weights[28], 1e-6);
        Assert.All(path.Points, point => new GroupOptimality(_adjacent, 0.2, false, ..^1).AssertHolds(model.LeastSquares, point));
    }

    [Fact]
    public void Groups_begin_with_the_first_penalised_weight()
    {
        var solver = new ProximalGradient { Penalized = 4.. };

        var path = RegularizationPath.ComputeGroupLasso(_loss, 28, WeightGroups.Rows(3), count: 8, ratio: 0.05, solver: solver);

        var conditions = new GroupOptimality([.. Enumerable.Range(0, 8).Select(k => Enumerable.Range(4 + (3 * k), 3).ToArray())], 0, false);
        Assert.All(path.Points, point => conditions.AssertHolds(_loss, point));
        Assert.All(path.Points, point => Assert.DoesNotContain(0.0, point.Weights[..4]));
        Assert.Equal(0, path.Points[0].NonZeroCount);
    }

    [Fact]
    public void A_path_of_any_penalty_over_groups_counts_them_and_others_do_not()
    {
        var groups = WeightGroups.FromOffsets(_offsets);
        double[] strengths = [20, 2];

        var over = RegularizationPath.Compute(_loss, 28, strengths, s => new GroupLasso(s).Over(groups));
        var within = RegularizationPath.Compute(_loss, 28, strengths, s => new GroupLasso(s).Over(groups).Within(new MaxNorm(5).Over(groups)));
        var single = RegularizationPath.Compute(_loss, 28, strengths, s => new L1(s));

        foreach (var path in new[] { over, within })
        {
            Assert.All(path.Points, point => Assert.Equal(_adjacent.Count(group => group.Any(i => point.Weights[i] != 0)), point.NonZeroGroupCount));
            Assert.Contains(path.Points, point => point.NonZeroGroupCount is > 0 and < 10);
        }

        Assert.All(single.Points, point => Assert.Null(point.NonZeroGroupCount));
    }

    private static LinearModel Powers()
    {
        var model = Diabetes.Standardised;
        return model with { Features = [.. model.Features.SelectMany((x, j) => Enumerable.Range(1, j == 1 ? 1 : 3).Select(power => Standardise([.. x.Select(value => Math.Pow(value, power))])))] };
    }

    private static double[] Standardise(double[] column)
    {
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Average(x => (x - mean) * (x - mean)));
        return [.. column.Select(x => (x - mean) / deviation)];
    }
}
