using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

/// <summary>What an optimizer with a storage does besides steps.</summary>
public class StoredOptimizerTests
{
    private const int Count = 300;

    [Fact]
    public void A_master_copy_is_that_of_the_first_step_over_narrow_weights()
    {
        foreach (var format in (NumberFormat[])[NumberFormat.BFloat16, NumberFormat.Half])
        {
            foreach (var steps in (int[])[0, 1, 3])
            {
                var gradients = Samples.Gradients<float>(Count, seed: 1);
                var optimizer = Copying();
                optimizer.AdvanceTo(40);

                // Steps over floats take no copy.
                var floats = new float[Count];
                for (var step = 0; step < steps; step++)
                {
                    optimizer.Step((StoredSpan)floats, (ReadOnlyStoredSpan)gradients.AsSpan());
                }

                var weights = new StoredArray(format, Samples.Weights<float>(Count, seed: 2));
                var expected = weights.Numbers;
                var plain = Optimizer<float>.Create(new Adam(1e-4), new L2(0.1).Decoupled(), Count);
                plain.AdvanceTo(40 + steps);
                for (var slot = 0; slot < plain.StateCount; slot++)
                {
                    optimizer.CopyState(slot, plain.GetState(slot));
                }

                for (var step = 0; step < 3; step++)
                {
                    optimizer.Step(weights.Span, (ReadOnlyStoredSpan)gradients.AsSpan());
                    plain.Step(expected, gradients);
                    Assert.Equal(Array.ConvertAll(expected, w => RoundingReference.Round(w, format)), weights.Numbers);
                }

                // A change of the weights is not seen.
                weights.Set(new float[Count]);
                optimizer.Step(weights.Span, (ReadOnlyStoredSpan)gradients.AsSpan());
                plain.Step(expected, gradients);
                Assert.Equal(Array.ConvertAll(expected, w => RoundingReference.Round(w, format)), weights.Numbers);
            }
        }

        static Optimizer<float> Copying() => Optimizer<float>.Create(
            new Adam(1e-4), new L2(0.1).Decoupled(), Count, new NumberStorage { Weights = WeightRounding.MasterCopy });
    }

    [Fact]
    public void A_warm_start_in_any_format_is_that_of_floats_rounded()
    {
        var rule = new Ftrl(0.1, 1, 0.01, 0.5);
        var weights = Samples.Weights<float>(Count, seed: 3);
        var plain = Optimizer<float>.Create(rule, default(None).Coupled(), Count);
        plain.WarmStart(weights);
        foreach (var format in Enum.GetValues<NumberFormat>())
        {
            var optimizer = Optimizer<float>.Create(rule, default(None).Coupled(), Count, new NumberStorage(format) { HasStochasticState = true });
            optimizer.WarmStart(weights);
            for (var slot = 0; slot < plain.StateCount; slot++)
            {
                var (expected, found) = (plain.GetState(slot).ToArray(), new float[Count]);
                optimizer.CopyState(slot, found);
                if (format == NumberFormat.EightBit)
                {
                    CodedReference.Round(expected, draws: null, rule.IsNonNegative(slot));
                }
                else
                {
                    expected = Array.ConvertAll(expected, number => RoundingReference.Round(number, format, null, rule.IsNonNegative(slot)));
                }

                Bits.Equal<float>(expected, found, new($"{format}", Count, 0, Operands<float>.Part(slot)));
            }
        }
    }

    [Fact]
    public void A_state_in_another_format_is_copied_and_has_no_span()
    {
        foreach (var format in Enum.GetValues<NumberFormat>())
        {
            var optimizer = Optimizer<float>.Create(new Adam(0.1), default(None).Coupled(), Count, new NumberStorage { Second = format });
            optimizer.Step((StoredSpan)new float[Count], (ReadOnlyStoredSpan)Samples.Gradients<float>(Count, seed: 4).AsSpan());
            var copy = new float[Count];
            optimizer.CopyState(0, copy);
            Assert.Equal(copy, optimizer.GetState(0).ToArray());
            optimizer.CopyState(1, copy);
            Assert.DoesNotContain(0, copy);
            if (format == NumberFormat.Single)
            {
                Assert.Equal(copy, optimizer.GetState(1).ToArray());
            }
            else
            {
                var message = Assert.Throws<InvalidOperationException>(() => optimizer.GetState(1)).Message;
                Assert.Contains($"{format}", message, StringComparison.Ordinal);
                Assert.Contains("CopyState", message, StringComparison.Ordinal);
            }

            foreach (var length in (int[])[0, Count - 1, Count + 1])
            {
                Assert.Throws<ArgumentException>(() => optimizer.CopyState(1, new float[length]));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.CopyState(-1, copy));
            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.CopyState(2, copy));
        }
    }

    [Fact]
    public void Slots_that_hold_no_negative_numbers_are_those_of_second_moments_and_hold_none()
    {
        (string Rule, int Slot)[] expected =
        [
            ("Adam", 1), ("Adagrad", 0), ("RmsProp", 0), ("CenteredRmsProp", 0), ("RmsPropMomentum", 0), ("CenteredRmsPropMomentum", 0), ("Ftrl", 1), ("AmsGrad", 1), ("AmsGrad", 2),
        ];
        Assert.Equal(
            expected,
            from rule in RuleTable.All from slot in Enumerable.Range(0, rule.StateCount) where rule.IsNonNegative(slot) select (rule.Name, slot));
        foreach (var rule in RuleTable.All)
        {
            var optimizer = rule.Optimizer<float, L2>(new(0.1), 0.1, PenaltyMode.Coupled, Count);
            var weights = Samples.Weights<float>(Count, seed: 5);
            for (var step = 0; step < 5; step++)
            {
                optimizer.Step(weights, Samples.Gradients<float>(Count, seed: 6 + step));
                for (var slot = 0; slot < rule.StateCount; slot++)
                {
                    Assert.True(!rule.IsNonNegative(slot) || !optimizer.GetState(slot).ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon), $"{rule}, {slot}");
                }
            }
        }
    }
}
