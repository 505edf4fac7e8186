using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

/// <summary>Overloads for stored numbers: each is the call with everything named.</summary>
public class StoredOverloadTests
{
    private const int Length = 40;

    private static readonly NumberStorage _storage = new(NumberFormat.BFloat16);

    [Fact]
    public void A_penalty_without_a_mode_is_coupled_and_none_is_none()
    {
        AssertSame(
            Optimizer<float>.Create(new Adam(0.1), new L2(0.1), Length, _storage),
            Optimizer<float>.Create(new Adam(0.1), new L2(0.1).Coupled(), Length, _storage));
        AssertSame(
            Optimizer<float>.Create(new Adam(0.1), Length, _storage),
            Optimizer<float>.Create(new Adam(0.1), default(None).Coupled(), Length, _storage));
    }

    [Fact]
    public void So_it_is_in_a_set()
    {
        var (set, gradients) = (new ParameterSet<float>(), Gradients());
        BFloat16[][] weights = [Weights(), Weights(), Weights(), Weights()];
        set.Add(weights[0], gradients, new Sgd(0.1), new L2(0.5), default);
        set.Add(weights[1], Gradients(), new Sgd(0.1), new L2(0.5).Coupled(), default);
        set.Add(weights[2], Gradients(), new Sgd(0.1), default(NumberStorage));
        set.Add(weights[3], Gradients(), new Sgd(0.1), default(None).Coupled(), default);
        set.Step();
        Assert.Equal(weights[1], weights[0]);
        Assert.Equal(weights[3], weights[2]);
        Assert.NotEqual(weights[0], weights[2]);
    }

    [Fact]
    public void A_float_array_that_was_added_with_a_storage_has_its_weights_and_gradients()
    {
        var (set, weights, gradients) = (new ParameterSet<float>(), new float[Length], new float[Length]);
        set.Add(weights, gradients, new Adam(0.1), new NumberStorage(NumberFormat.EightBit));
        Assert.True(set.Arrays[0].Weights.Span == weights);
        Assert.True(set.Arrays[0].Gradients.Span == gradients);
    }

    [Fact]
    public void The_sum_of_a_term_and_that_of_an_optimizer_are_that_of_the_penalty()
    {
        var weights = Weights();
        var sum = Penalty.Sum(weights, new L2(0.3));
        Assert.Equal(sum, Penalty.Sum(weights, new L2(0.3).Decoupled()));
        Assert.Equal(sum, Optimizer<float>.Create(new Adam(0.1), new L2(0.3), Length, _storage).PenaltySum(weights));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizer<float>.Create(new Adam(0.1), Length, _storage).PenaltySum(weights, 0));
    }

    [Fact]
    public void Ftrl_starts_from_narrow_weights_as_from_the_widened_ones()
    {
        var weights = Weights();
        var wide = new float[Length];
        new ReadOnlyStoredSpan(weights).CopyTo(wide);
        var (narrow, other) = (Optimizer<float>.Create(new Ftrl(0.1), Length, _storage), Optimizer<float>.Create(new Ftrl(0.1), Length, _storage));
        narrow.WarmStart(weights);
        other.WarmStart(wide);
        AssertSame(narrow, other);
        Assert.Throws<ArgumentException>(() => Optimizer<float>.Create(new Ftrl(0.1), Length, _storage).WarmStart(weights.AsSpan(1)));
    }

    [Fact]
    public void Half_in_a_call_for_numbers_of_arithmetic_is_told_what_to_pass()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => WeightSums.Measure(new Half[Length]));
        Assert.Contains("new ReadOnlyStoredSpan(numbers)", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(Optimizer<float> one, Optimizer<float> other)
    {
        var (weights, otherWeights) = (Weights(), Weights());
        one.Step(weights, Gradients());
        other.Step(otherWeights, Gradients());
        Assert.Equal(otherWeights, weights);
        Assert.NotEqual(Weights(), weights);
    }

    private static BFloat16[] Weights() => Stored(Samples.Weights<float>(Length, seed: 1));

    private static BFloat16[] Gradients() => Stored(Samples.Gradients<float>(Length, seed: 2));

    private static BFloat16[] Stored(float[] numbers)
    {
        var stored = new BFloat16[numbers.Length];
        new StoredSpan(stored).CopyFrom(numbers);
        return stored;
    }
}
