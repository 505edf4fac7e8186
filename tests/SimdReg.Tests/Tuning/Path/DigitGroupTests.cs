using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Softmax regression of the digits with a group for each pixel: the ten weights of a pixel stay or go together.</summary>
public class DigitGroupTests
{
    private static readonly int[][] _pixels = [.. Enumerable.Range(0, 64).Select(p => Enumerable.Range(10 * p, 10).ToArray())];

    /// <summary>The pixels that are 0 in every image.</summary>
    private static readonly int[] _empty = [0, 32, 39];

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Every_point_of_the_path_of_pixels_meets_the_conditions_of_an_optimum(double l1Share)
    {
        var solver = new ProximalGradient { Penalized = ..^10 };

        var path = RegularizationPath.ComputeGroupLasso(DigitClasses.CrossEntropy, DigitClasses.WeightCount, WeightGroups.Rows(10), l1Share, count: 4, ratio: 0.05, solver: solver);

        var conditions = new GroupOptimality(_pixels, l1Share, false, ..^10);
        Assert.All(path.Points, point => conditions.AssertHolds(DigitClasses.CrossEntropy, point));
        Assert.Equal(0, path.Points[0].NonZeroCount);
        Assert.InRange(path.Points[^1].NonZeroGroupCount!.Value, 20, 61);

        Assert.All(path.Points, point => Assert.All(_empty, p => Assert.All(_pixels[p], i => Assert.Equal(0, point.Weights[i]))));
    }
}
