using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

/// <summary>A refused step over stored numbers writes nothing.</summary>
public sealed class StoredStepRefusalTests : IDisposable
{
    private const int Count = 5;

    private static readonly NumberFormat[] _formats = [NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Half];

    public void Dispose() => Calling.InFormula = null;

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        foreach (var format in _formats)
        {
            var optimizer = New(new Adam(0.1));
            foreach (var length in (int[])[0, Count - 1, Count + 1])
            {
                AssertRefused<ArgumentException>(optimizer, Array(format, length), Array(format, Count), "weights");
                AssertRefused<ArgumentException>(optimizer, Array(format, length), Array(format, length), "weights");
                AssertRefused<ArgumentException>(optimizer, Array(format, Count), Array(format, length), "gradients");
            }
        }
    }

    [Fact]
    public void Spans_that_overlap_in_part_or_as_numbers_of_two_formats_are_refused()
    {
        foreach (var ofWeights in _formats)
        {
            foreach (var ofGradients in _formats)
            {
                foreach (var distance in (int[])[-4, -2, 0, 2, 4, 8])
                {
                    if (distance == 0 && ofWeights == ofGradients)
                    {
                        continue;
                    }

                    var (bytes, optimizer) = (Bytes(), New(new Adam(0.1)));
                    var before = bytes.ToArray();
                    foreach (var name in _kinds)
                    {
                        var exception = Assert.Throws<ArgumentException>(() =>
                            Call(name, optimizer, new StoredSpan(ref bytes[16], Count, ofWeights), new StoredSpan(ref bytes[16 + distance], Count, ofGradients)));
                        Assert.Contains("overlap", exception.Message, StringComparison.Ordinal);
                    }

                    Assert.Equal(before, bytes);
                    Assert.Equal(0, optimizer.StepCount);
                }
            }
        }
    }

    [Fact]
    public void An_optimizer_without_a_storage_steps_no_stored_numbers()
    {
        var optimizer = Optimizer<float>.Create(new Adam(0.1), new L2(0.1).Decoupled(), Count);
        foreach (var format in _formats)
        {
            AssertRefused<InvalidOperationException>(optimizer, Array(format, Count), Array(format, Count), nameof(NumberStorage));
        }

        var set = new ParameterSet<float>();
        Assert.Contains(
            nameof(NumberStorage),
            Assert.Throws<InvalidOperationException>(() => set.Add(new BFloat16[Count], new BFloat16[Count], optimizer)).Message,
            StringComparison.Ordinal);
        Assert.Empty(set.Arrays);
        Assert.Equal(0, set.WeightCount);
    }

    [Fact]
    public void Doubles_have_no_storage()
    {
        var settings = new OptimizerSettings { Rule = "adam", LearningRate = 0.1 };
        foreach (var create in (Action[])
            [
                () => Optimizer<double>.Create(new Adam(0.1), default(None).Coupled(), Count, default),
                () => Optimizer<double>.Create(settings, Count, new NumberStorage(NumberFormat.BFloat16)),
            ])
        {
            Assert.Contains("Double", Assert.Throws<NotSupportedException>(create).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rule_without_parameters_steps_nothing_even_where_a_gradient_is_not_finite()
    {
        var optimizer = New(default(Adam));
        AssertRefused<InvalidOperationException>(optimizer, Array(NumberFormat.BFloat16, Count), Array(NumberFormat.BFloat16, Count), "default(Adam)");
        AssertRefused<InvalidOperationException>(
            optimizer, Array(NumberFormat.BFloat16, Count), new(NumberFormat.Half, [1, 2, float.NaN, 3, 4]), "default(Adam)");
    }

    [Fact]
    public void A_second_step_during_a_step_is_refused_and_the_first_goes_on()
    {
        var refusals = 0;
        foreach (var storage in (NumberStorage[])[new(NumberFormat.BFloat16), new(NumberFormat.EightBit) { Weights = WeightRounding.Kahan }])
        {
            var optimizer = Optimizer<float>.Create(new Momentum(0.1), default(Calling).Coupled(), Count, storage);
            foreach (var first in _kinds)
            {
                var (weights, gradients, others) = (Array(NumberFormat.BFloat16, Count), Array(NumberFormat.BFloat16, Count), Array(NumberFormat.BFloat16, Count));
                var (before, ofOthers, steps) = (weights.Bytes, others.Bytes, optimizer.StepCount);
                Calling.InFormula = () =>
                {
                    foreach (var second in _kinds)
                    {
                        Assert.Throws<InvalidOperationException>(() => Call(second, optimizer, others.Span, gradients.Span));
                        refusals++;
                    }
                };
                Call(first, optimizer, weights.Span, gradients.Span);
                Calling.InFormula = null;
                Assert.Equal(ofOthers, others.Bytes);
                Assert.NotEqual(before, weights.Bytes);
                Assert.Equal(steps + 1, optimizer.StepCount);
            }
        }

        Assert.True(refusals >= 2 * _kinds.Length * _kinds.Length);
    }

    [Fact]
    public void Gradients_that_are_not_finite_change_nothing_in_a_tried_step()
    {
        foreach (var format in _formats)
        {
            foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                for (var position = 0; position < 300; position += 13)
                {
                    var gradients = Samples.Gradients<float>(300, seed: 80);
                    var good = new StoredArray(format, gradients);
                    gradients[position] = bad;
                    var spoiled = new StoredArray(format, gradients);
                    var (weights, expected) = (Weights(format, 300), Weights(format, 300));
                    var (optimizer, untouched) = (Long(), Long());
                    Assert.True(optimizer.TryStep(weights.Span, good.Span));
                    Assert.False(optimizer.TryStep(weights.Span, spoiled.Span));
                    Assert.Equal(1, optimizer.StepCount);
                    Assert.True(optimizer.TryStep(weights.Span, good.Span));

                    untouched.Step(expected.Span, good.Span);
                    untouched.Step(expected.Span, good.Span);
                    Assert.Equal(expected.Bytes, weights.Bytes);
                    for (var slot = 0; slot < optimizer.StateCount; slot++)
                    {
                        Assert.Equal(State(untouched, slot), State(optimizer, slot));
                    }
                }
            }
        }

        static Optimizer<float> Long() => Optimizer<float>.Create(
            new Adam(0.1), new L2(0.1).Decoupled(), 300, new NumberStorage(NumberFormat.EightBit) { Weights = WeightRounding.Kahan, HasStochasticState = true });
    }

    private static readonly string[] _kinds = ["Step", "TryStep", "MeasuredStep"];

    private static void Call(string kind, Optimizer<float> optimizer, StoredSpan weights, ReadOnlyStoredSpan gradients)
    {
        switch (kind)
        {
            case "Step":
                optimizer.Step(weights, gradients);
                break;
            case "TryStep":
                Assert.True(optimizer.TryStep(weights, gradients));
                break;
            default:
                optimizer.MeasuredStep(weights, gradients);
                break;
        }
    }

    private static void AssertRefused<TException>(Optimizer<float> optimizer, StoredArray weights, StoredArray gradients, string said)
        where TException : Exception
    {
        var (ofWeights, ofGradients) = (weights.Bytes, gradients.Bytes);
        foreach (var kind in _kinds)
        {
            var exception = Assert.Throws<TException>(() => Call(kind, optimizer, weights.Span, gradients.Span));
            Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ofWeights, weights.Bytes);
        Assert.Equal(ofGradients, gradients.Bytes);
        Assert.Equal(0, optimizer.StepCount);
        for (var slot = 0; slot < optimizer.StateCount; slot++)
        {
            Assert.Equal(new float[optimizer.WeightCount], State(optimizer, slot));
        }
    }

    private static Optimizer<float> New<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule> =>
        Optimizer<float>.Create(rule, new L2(0.1).Decoupled(), Count, new NumberStorage(NumberFormat.BFloat16) { Weights = WeightRounding.MasterCopy });

    private static StoredArray Array(NumberFormat format, int length) => new(format, Samples.Gradients<float>(length, seed: 81));

    private static StoredArray Weights(NumberFormat format, int length) => new(format, Samples.Weights<float>(length, seed: 82));

    private static float[] State(Optimizer<float> optimizer, int slot)
    {
        var state = new float[optimizer.WeightCount];
        optimizer.CopyState(slot, state);
        return state;
    }

    /// <summary>No numbers in particular: nothing reads them.</summary>
    private static byte[] Bytes() => [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
}
