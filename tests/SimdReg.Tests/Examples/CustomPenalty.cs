using System.Numerics;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>A penalty written outside the library does all that the library's own do, at every width.</summary>
public abstract class CustomPenalty<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Strength = 0.3;
    private const double Delta = 0.75;
    private const double Rate = 0.1;

    private static readonly DeadZone _penalty = new(Strength, Delta);
    private static readonly DeadZoneReference _reference = new(Strength, Delta);
    private static readonly SgdReference _rule = new(Rate);

    [Fact]
    public void Its_sum_is_that_of_its_values()
    {
        var sum = SumKernel.Of<T, DeadZone>(_penalty, _reference);
        foreach (var length in Lengths.Few)
        {
            var weights = Samples.Weights<T>(length, seed: length);
            var expected = weights.Sum(w => Value(double.CreateChecked(w)));

            // Four roundings for each term and one for each addition, here and there.
            var tolerance = 2 * (length + 4) * Numbers<double>.UnitRoundoff * expected;
            Assert.All(sum.Blocks, width => Assert.Equal(expected, width.Call(weights), tolerance));
            Assert.Equal(
                expected, double.CreateChecked(sum.Call(weights)), tolerance + (Numbers<T>.UnitRoundoff * expected));
        }
    }

    [Fact]
    public void Its_gradient_is_that_of_its_value() =>
        AssertMatches(
            Kernel.Gradient<T, DeadZone>(_penalty, _reference),
            (gradient, weight) => gradient + Slope(weight));

    [Fact]
    public void Its_coupled_step_follows_its_gradient() =>
        AssertMatches(
            Kernel.Step<T, Sgd, DeadZone, Coupled>(new Sgd(Rate), _rule, _penalty, _reference),
            (weight, gradient) => weight - (Rate * (gradient + Slope(weight))));

    [Fact]
    public void Its_decoupled_step_decays_the_weight_first() =>
        AssertMatches(
            Kernel.Step<T, Sgd, DeadZone, Decoupled>(new Sgd(Rate), _rule, _penalty, _reference),
            (weight, gradient) => weight - (Rate * Slope(weight)) - (Rate * gradient));

    [Fact]
    public void Its_proximal_step_shrinks_the_weight_last() =>
        AssertMatches(
            Kernel.Step<T, Sgd, DeadZone, Proximal>(new Sgd(Rate), _rule, _penalty, _reference),
            (weight, gradient) => Shrunk(weight - (Rate * gradient)));

    /// <summary>Every width gives every element what the formula does in double.</summary>
    private static void AssertMatches(Kernel<T> kernel, Func<double, double, double> formula)
    {
        foreach (var way in kernel.Ways)
        {
            foreach (var length in Lengths.Few.Where(way.Takes))
            {
                var targets = Samples.Weights<T>(length, seed: length);
                var sources = Samples.Gradients<T>(length, seed: -length);
                T[] results = [.. targets];
                way.Call(results, sources, default);

                for (var i = 0; i < length; i++)
                {
                    var (target, source) = (double.CreateChecked(targets[i]), double.CreateChecked(sources[i]));

                    // With the strength, the rate and δ themselves, ten roundings at most, of numbers no larger than
                    // these together.
                    var scale = Math.Abs(target) + Math.Abs(source) + (Strength * Delta);
                    var tolerance = 10 * Numbers<T>.UnitRoundoff * scale;
                    Assert.Equal(formula(target, source), double.CreateChecked(results[i]), tolerance);
                }
            }
        }
    }

    private static double Value(double w) => Strength * Math.Max(Math.Abs(w) - Delta, 0);

    private static double Slope(double w) => Math.Abs(w) < Delta ? 0 : Strength * Math.Sign(w);

    private static double Shrunk(double v) =>
        Math.Abs(v) <= Delta ? v : Math.CopySign(Math.Max(Delta, Math.Abs(v) - (Rate * Strength)), v);
}

public class CustomPenaltyOfFloat : CustomPenalty<float>;

public class CustomPenaltyOfDouble : CustomPenalty<double>;
