using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Tests.Sums;

/// <summary>The certificate allows at least twice the error that <c>docs/numerics.md</c> proves: each row of its table of bounds.</summary>
public class CertificateRadiusTests
{
    private static readonly NormStrengths[] _norms = [new(1, 0), new(0, 2), new(0.3, 0.7), new(1e-10, 1e10)];

    [Fact]
    public void The_radius_is_at_least_twice_the_proven_relative_error_of_the_sum()
    {
        AssertRelative<float>(Math.Pow(2, -40.99) + Math.Pow(2, -87));
        AssertRelative<double>(Math.Pow(2, -81.8));
    }

    [Fact]
    public void The_radius_is_at_least_twice_what_underflow_is_proven_to_lose()
    {
        foreach (var norms in _norms)
        {
            var s2 = norms.L2;
            var products = Math.ScaleB(1, -1072);
            var squares = (Math.ScaleB(s2, -1044) / 2) + Math.ScaleB(s2, -1074);
            AssertAtLeastTwice(products, Certificate.Enclose<float>(default, default, norms).Radius, $"floats under {norms}");
            AssertAtLeastTwice(products + squares, Certificate.Enclose<double>(default, default, norms).Radius, $"doubles under {norms}");
        }
    }

    [Fact]
    public void The_error_of_a_sum_from_an_anchor_is_at_least_twice_the_proven_one_and_widens_the_radius_by_as_much()
    {
        AssertAtLeastTwice(0.57 * 96 * Math.ScaleB(1, -48) * 8 * 5000, Anchor<float>.Error(8, 5000), "floats");
        AssertAtLeastTwice(0.53 * 1024 * Math.ScaleB(1, -106) * 8 * 5000, Anchor<double>.Error(8, 5000), "doubles");

        var (magnitudes, squares) = (new BoundedSum(default, 3), new BoundedSum(default, 5));
        foreach (var norms in _norms)
        {
            var error = (3 * norms.L1) + (5 * norms.L2 / 2);
            Assert.True(Certificate.Enclose<float>(magnitudes, squares, norms).Radius >= error, $"{norms}");
            Assert.True(Certificate.Enclose<double>(magnitudes, squares, norms).Radius >= error, $"{norms}");
        }
    }

    private static void AssertRelative<T>(double proven)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = new BoundedSum(new(3, 0), 0);
        foreach (var norms in _norms)
        {
            var (centre, radius) = Certificate.Enclose<T>(sum, sum, norms);
            AssertAtLeastTwice(proven * centre.High, radius, $"{typeof(T).Name} under {norms}");
        }
    }

    private static void AssertAtLeastTwice(double proven, double allowed, string at) =>
        Assert.True(allowed >= 2 * proven, $"{at}: {allowed} is less than twice {proven}.");
}
