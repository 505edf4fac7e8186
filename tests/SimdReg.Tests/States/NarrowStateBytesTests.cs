using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

/// <summary>States in formats of their own, as bytes: training that resumes from them continues bit for bit, and only a state of the same formats reads them.</summary>
public class NarrowStateBytesTests
{
    private const int Length = 700; // Two whole blocks of 8 bits and a part of one.

    private static readonly NumberFormat[] _formats = Enum.GetValues<NumberFormat>();

    public static TheoryData<NumberFormat, WeightRounding> Cases
    {
        get
        {
            var cases = new TheoryData<NumberFormat, WeightRounding>();
            foreach (var format in _formats)
            {
                foreach (var rounding in Enum.GetValues<WeightRounding>())
                {
                    cases.Add(format, rounding);
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Training_resumes_bit_for_bit(NumberFormat format, WeightRounding rounding)
    {
        NumberStorage[] storages =
        [
            new(format) { Weights = rounding, Seed = 7 },
            new(format) { Weights = rounding, HasStochasticState = true, FirstIndex = 256 },
            new() { First = format, Second = NumberFormat.BFloat16, Third = NumberFormat.EightBit, Weights = rounding },
        ];
        foreach (var storage in storages)
        {
            Resumes(new Sgd(0.01), storage);
            Resumes(new Momentum(0.01), storage);
            Resumes(new Adam(0.01), storage);
            Resumes(new Adam(0.01).AmsGrad(), storage);
        }
    }

    [Fact]
    public void Another_format_is_refused_and_nothing_is_written()
    {
        foreach (var from in _formats)
        {
            foreach (var to in _formats.Where(format => format != from))
            {
                var stored = Bytes(Create(new Momentum(0.01), new(from)));
                var other = Create(new Momentum(0.01), new(to));
                var before = Bytes(other);
                var refusal = Assert.Throws<InvalidDataException>(() => other.ReadFrom(stored));
                Assert.Contains(from.ToString(), refusal.Message, StringComparison.Ordinal);
                Assert.Contains(to.ToString(), refusal.Message, StringComparison.Ordinal);
                Assert.Equal(before, Bytes(other));
            }
        }
    }

    [Fact]
    public void A_state_without_a_storage_is_another_and_so_is_another_companion()
    {
        var plain = Optimizer<float>.Create(new Momentum(0.01), new L2(0.1).Coupled(), Length);
        var narrow = Create(new Momentum(0.01), default);
        var kahan = Create(new Momentum(0.01), new() { Weights = WeightRounding.Kahan });
        var master = Create(new Momentum(0.01), new() { Weights = WeightRounding.MasterCopy });
        Optimizer<float>[] all = [plain, narrow, kahan, master];
        foreach (var from in all)
        {
            foreach (var to in all.Where(other => other != from))
            {
                Assert.Throws<InvalidDataException>(() => to.ReadFrom(Bytes(from)));
            }
        }
    }

    [Fact]
    public void A_master_copy_that_was_not_taken_yet_is_taken_after_reading()
    {
        var storage = new NumberStorage { Weights = WeightRounding.MasterCopy };
        var fresh = Create(new Momentum(0.01), storage);
        fresh.AdvanceTo(3);
        var used = Create(new Momentum(0.01), storage);
        used.Step(Weights(), Gradients(1));
        used.ReadFrom(Bytes(fresh));

        var (one, other) = (Weights(), Weights());
        fresh.Step(one, Gradients(2));
        used.Step(other, Gradients(2));
        Assert.Equal(one, other);
        Assert.NotEqual(Weights(), one);
    }

    private static void Resumes<TRule>(TRule rule, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
    {
        var (first, weights) = (Create(rule, storage), Weights());
        first.Step(weights, Gradients(1));
        first.Step(weights, Gradients(2));

        var (resumed, resumedWeights) = (Create(rule, storage), weights.ToArray());
        resumed.ReadFrom(Bytes(first));
        Assert.Equal(Bytes(first), Bytes(resumed));
        for (var step = 3; step < 6; step++)
        {
            first.Step(weights, Gradients(step));
            resumed.Step(resumedWeights, Gradients(step));
        }

        Assert.Equal(weights, resumedWeights);
        Assert.Equal(Bytes(first), Bytes(resumed));
    }

    private static Optimizer<float> Create<TRule>(TRule rule, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule> =>
        Optimizer<float>.Create(rule, new L2(0.1).Coupled(), Length, storage);

    private static byte[] Bytes(Optimizer<float> optimizer)
    {
        var bytes = new byte[optimizer.ByteCount];
        optimizer.WriteTo(bytes);
        return bytes;
    }

    private static BFloat16[] Weights() => Stored(Samples.Weights<float>(Length, seed: 1));

    private static BFloat16[] Gradients(int seed) => Stored(Samples.Gradients<float>(Length, seed));

    private static BFloat16[] Stored(float[] numbers)
    {
        var stored = new BFloat16[numbers.Length];
        new StoredSpan(stored).CopyFrom(numbers);
        return stored;
    }
}
