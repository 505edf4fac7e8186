using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

/// <summary>A decay of 10⁻⁴ a step, less than half a unit in the last place of any weight: what each rounding makes of ten thousand of them.</summary>
public class TinyUpdateTests
{
    private const double Decay = 1e-4;
    private const int Steps = 10_000;
    private const int Count = 500;

    /// <summary>What is left of a weight in exact arithmetic.</summary>
    private static readonly double _rest = Math.Pow(1 - Decay, Steps);

    /// <summary>The weight, and the significant bits of its format.</summary>
    public static TheoryData<NumberFormat, int> Formats => new() { { NumberFormat.BFloat16, 8 }, { NumberFormat.Half, 11 } };

    [Theory]
    [MemberData(nameof(Formats))]
    public void To_nearest_no_weight_moves(NumberFormat format, int significantBits)
    {
        // The distance to the next number below is at least 2⁻ᵇ of the weight, and half of it more than the decay.
        Assert.True(Math.ScaleB(1, -significantBits - 1) > Decay);
        var weights = new StoredArray(format, Samples.Gradients<float>(Count, seed: 71));
        var before = weights.Numbers;
        Train(weights, WeightRounding.Nearest);
        Assert.Equal(before, weights.Numbers);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Stochastically_weights_decay_in_the_mean(NumberFormat format, int significantBits)
    {
        var weights = new StoredArray(format, Enumerable.Repeat(1f, Count).ToArray());
        Train(weights, WeightRounding.Stochastic);

        // A step takes w·d off the mean, and adds a variance of at most w·d·u, where u = 2⁻ᵇ is the distance between numbers below 1. Later steps
        // shrink both. In total, over the steps t with w ≈ (1 − d)ᵗ: Σ d·(1 − d)ᵗ·u·(1 − d)²⁽ᴺ⁻ᵗ⁾ ≤ u·rest·(1 − rest). The float step errs by
        // less than 2⁻²³ of the weight, N times.
        var unit = Math.ScaleB(1, -significantBits);
        var deviation = Math.Sqrt(unit * _rest * (1 - _rest) / Count);
        var drift = Steps * Math.ScaleB(1, -23) * _rest;
        Assert.InRange(weights.Numbers.Average(w => (double)w), _rest - (6 * deviation) - drift, _rest + (6 * deviation) + drift);

        // Each goes a way of its own.
        Assert.True(weights.Numbers.Distinct().Count() > 10);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void With_the_rounding_error_kept_every_weight_decays(NumberFormat format, int significantBits)
    {
        var weights = new StoredArray(format, Samples.Gradients<float>(Count, seed: 72));
        var before = weights.Numbers;
        Train(weights, WeightRounding.Kahan);

        // The error of at most 2⁻ᵇ of the weight is rounded by 2⁻⁹ of itself, and the sum and the step in float by 2⁻²³ of the weight, N times.
        // In the end the weight is the rounded sum.
        var eachStep = Math.ScaleB(1, -significantBits - 9) + Math.ScaleB(1, -22);
        var factor = Math.Exp(Steps * eachStep) * (1 + Math.ScaleB(1, -significantBits));
        Assert.True(factor < 1.1);
        foreach (var (w, after) in before.Zip(weights.Numbers))
        {
            Assert.InRange(after / (w * _rest), 1 / factor, factor);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void With_a_master_copy_weights_are_those_of_float_rounded(NumberFormat format, int significantBits)
    {
        _ = significantBits;
        var weights = new StoredArray(format, Samples.Gradients<float>(Count, seed: 73));
        float[] expected = weights.Numbers, none = new float[Count];
        Train(weights, WeightRounding.MasterCopy);

        var optimizer = Optimizer<float>.Create(new Sgd(1), new L2(Decay).Decoupled(), Count);
        for (var step = 0; step < Steps; step++)
        {
            optimizer.Step(expected, none);
        }

        Assert.Equal(Array.ConvertAll(expected, w => RoundingReference.Round(w, format)), weights.Numbers);
    }

    private static void Train(StoredArray weights, WeightRounding rounding)
    {
        var none = new StoredArray(weights.Format, new float[weights.Length]);
        var optimizer = Optimizer<float>.Create(new Sgd(1), new L2(Decay).Decoupled(), weights.Length, new NumberStorage { Weights = rounding, Seed = 5 });
        for (var step = 0; step < Steps; step++)
        {
            optimizer.Step(weights.Span, none.Span);
        }
    }
}
