using System.Numerics;
using System.Runtime.InteropServices;
using SimdReg.Tests.Memory;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

/// <summary>A test of spans of gigabytes: it is run if SIMDREG_GIANTS is 1, and else reported as skipped.</summary>
/// <remarks>It needs 5 GB of memory.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GiantFactAttribute : FactAttribute
{
    private const string Variable = "SIMDREG_GIANTS";

    public GiantFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable(Variable) == "1" ? null : $"Takes gigabytes: set {Variable}=1 to run it.";
}

/// <summary>Spans past 2³¹ bytes, and sums past the integers that a float holds.</summary>
[Trait("Category", "Long")]
public class GiantTests
{
    /// <summary>2.4 GB of floats.</summary>
    private const int Length = 600_000_000;

    /// <summary>Numbers that return after a prime number of elements: shifted by some elements, they are others.</summary>
    private const int Period = 8_191;

    [GiantFact]
    public void Ones_past_the_integers_of_float_are_all_counted() => AssertOnes(300_000_000f);

    [GiantFact]
    public void Ones_in_double_past_two_to_the_31_bytes_are_all_counted() => AssertOnes(300_000_000.0);

    [GiantFact]
    public void Sums_past_two_to_the_31_bytes_are_correctly_rounded()
    {
        // Odd numbers of 2⁻¹², from −8,191 to 8,191. Their sums are exact in long, and are rounded where they become floats.
        static long Numerator(int i) => ((2 * (i % Period)) - Period) * (int.IsEvenInteger(i % Period) ? 1 : -1);
        float[] period = [.. Enumerable.Range(0, Period).Select(i => Numerator(i) / 4096f)];
        var weights = Repeated(period);

        var (magnitudes, squares) = (0L, 0L);
        for (var i = 0; i < Period; i++)
        {
            var times = (Length / Period) + (i < Length % Period ? 1 : 0);
            magnitudes += times * Math.Abs(Numerator(i));
            squares += times * Numerator(i) * Numerator(i);
        }

        var measured = WeightSums.Measure<float>(weights);
        Assert.Equal(magnitudes / 4096f, measured.SumOfMagnitudes);
        Assert.Equal(squares / 4096f / 4096f, measured.SumOfSquares);
        Assert.Equal(Length, measured.NonZeroCount);
        Assert.Equal(magnitudes / 4096f / 8, Penalty.Sum<float, L1>(weights, new(0.125)));
        Assert.Equal(squares / 4096f / 4096f / 8, Penalty.Sum<float, L2>(weights, new(0.25)));
    }

    [GiantFact]
    public void Stored_spans_past_two_to_the_31_bytes_are_stepped_to_their_ends()
    {
        // 2.2 GB of weights and as many of velocity; the gradients are the weights, which is the only overlap that is allowed.
        const int Count = 1_100_000_000;
        var weights = GC.AllocateUninitializedArray<BFloat16>(Count);
        Array.Fill(weights, BFloat16.One);
        var optimizer = Optimizer<float>.Create(new Momentum(0.5, 0), default(None).Coupled(), Count, new NumberStorage(NumberFormat.BFloat16));

        Assert.Throws<ArgumentException>(() => optimizer.Step(weights.AsSpan(..^1), weights.AsSpan(1..)));
        Assert.Throws<ArgumentException>(() => new StoredSpan(weights).CopyFrom(MemoryMarshal.Cast<BFloat16, float>(weights.AsSpan(Count / 2))[..10]));
        foreach (var threads in (int[])[1, 2])
        {
            var before = weights[0];
            optimizer.Step(weights, weights, new StepOptions { MaxDegreeOfParallelism = threads });
            Assert.Equal((BFloat16)((float)before / 2), weights[0]);
            Assert.Equal(-1, weights.AsSpan().IndexOfAnyExcept(weights[0]));
        }

        Assert.Equal(Count / 4f, Penalty.Sum(weights, new L1(1)));
    }

    [GiantFact]
    public void A_step_over_the_longest_array_is_measured()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var weights = new RepeatedPages(Array.MaxLength, 1).Span;
        var gradients = new RepeatedPages(Array.MaxLength, 0.5f).Span;
        var steps = 0L;
        var measure = new Sgd(0).MeasuredStep<Sgd, float, L2>(weights, gradients, new L2(0.1), new StateSpans<float>(ref steps));

        // A rate of 0 leaves the weights as they are, at every repetition.
        Assert.Equal(1, steps);
        Assert.Equal((float)Array.MaxLength, measure.Weights.SumOfMagnitudes);
        Assert.Equal((float)Array.MaxLength, measure.Weights.SumOfSquares);
        Assert.Equal(Array.MaxLength, measure.Weights.NonZeroCount);
        Assert.Equal(Array.MaxLength / 4f, measure.SumOfGradientSquares);
        Assert.Equal(0, measure.MaxChange);
        Assert.Equal(measure.Weights, WeightSums.Measure<float>(weights));
    }

    [GiantFact]
    public void A_step_past_two_to_the_31_bytes_updates_every_element() =>
        AssertEveryElement(PenaltyTable.ElasticNet.Kernel<float>(0.3, RuleTable.Sgd, 0.1, PenaltyMode.Proximal, default));

    [GiantFact]
    public void A_gradient_past_two_to_the_31_bytes_is_added_to_every_element() =>
        AssertEveryElement(PenaltyTable.ElasticNet.Gradients<float>(0.3).Single());

    private static void AssertEveryElement(Kernel<float> kernel)
    {
        var (targets, sources) = (Samples.Gradients<float>(Period, seed: 120), Samples.Gradients<float>(Period, seed: 121));
        var (target, source) = (Repeated(targets), Repeated(sources));
        kernel.Call(target, source, default);

        var expected = kernel.Expected(new(targets, sources, [], 0)).Targets;
        for (var i = 0; i < Length; i += Period)
        {
            var stretch = target.AsSpan(i, Math.Min(Period, Length - i));
            Bits.Equal<float>(expected.AsSpan(0, stretch.Length), stretch, new(kernel.Name, Length, i));
        }
    }

    private static void AssertOnes<T>(T count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var ones = GC.AllocateUninitializedArray<T>(int.CreateChecked(count));
        ones.AsSpan().Fill(T.One);
        var measured = WeightSums.Measure<T>(ones);
        Assert.Equal(count, measured.SumOfMagnitudes);
        Assert.Equal(count, measured.SumOfSquares);
        Assert.Equal(ones.Length, measured.NonZeroCount);
        Assert.Equal(count, Penalty.Sum<T, L1>(ones, new(1)));
        Assert.Equal(count, Penalty.Sum<T, L2>(ones, new(2)));
    }

    private static float[] Repeated(float[] period)
    {
        var all = GC.AllocateUninitializedArray<float>(Length);
        for (var i = 0; i < Length; i += Period)
        {
            period.AsSpan(0, Math.Min(Period, Length - i)).CopyTo(all.AsSpan(i));
        }

        return all;
    }
}
