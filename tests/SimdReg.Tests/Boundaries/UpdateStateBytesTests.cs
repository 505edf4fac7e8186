using System.Buffers.Binary;
using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class UpdateStateBytesSingleTests : UpdateStateBytesTests<float>;

public class UpdateStateBytesDoubleTests : UpdateStateBytesTests<double>;

/// <summary>The state of a rule as bytes: training resumed from them, and what is refused.</summary>
public abstract class UpdateStateBytesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 133;

    [Fact]
    public void Training_resumed_from_bytes_ends_where_uninterrupted_training_does()
    {
        AssertResumes(new Sgd(0.1));
        AssertResumes(new Adam(0.1));
        AssertResumes(new AmsGrad(0.1));
        AssertResumes(new DampenedMomentum(0.1, 0.9, 0.5));
    }

    [Fact]
    public void An_earlier_state_is_taken_over_by_a_later_one()
    {
        var state = Trained(steps: 2);
        var bytes = Stored(state);
        var later = Trained(steps: 5);
        later.ReadFrom(bytes);
        StateBits.Equal(state, later, "read back");
    }

    [Fact]
    public void The_stored_form_of_version_2_does_not_change()
    {
        var bytes = Stored(Trained(steps: 3));
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        Assert.Equal(40 + (2 * Length * size) + 4, bytes.Length);
        Assert.Equal("SRUS\x2\0\0\0"u8, bytes.AsSpan(0, 8));
        Assert.Equal(size, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)));
        Assert.Equal(Length, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)));
        Assert.Equal(3, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)));
        Assert.Equal(5, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(32))); // Adam
        Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(36)));

        var state = Trained(steps: 3);
        foreach (var (slot, i) in ((int, int)[])[(0, 0), (0, Length - 1), (1, 0), (1, Length - 1)])
        {
            var at = bytes.AsSpan(40 + (((slot * Length) + i) * size));
            var stored = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
            Assert.Equal(Bits.Of(state[slot][i]), stored);
        }
    }

    [Fact]
    public void Bytes_of_version_1_are_read_by_the_rule_that_they_name_and_refused_by_rules_that_they_cannot_tell()
    {
        var (expected, state) = (Trained(steps: 3), Trained(steps: 1));
        state.ReadFrom(InVersion1(Stored(expected), "Adam"));
        StateBits.Equal(expected, state, "read from version 1");

        AssertRefused(InVersion1(Stored(expected), "AmsGrad"), "of the rule AmsGrad: here is one of Adam");
        AssertRefusedBy(new Ftrl(0.1), InVersion1(Stored(new Ftrl(0.1).StateFor<Ftrl, T>(new T[Length])), "Ftrl"), "version 1, which Ftrl cannot read");
        AssertRefusedBy(
            default(Rules.Adam), InVersion1(Stored(Trained(steps: 3)), "Adam"), "version 1, which Adam cannot read");
    }

    [Fact]
    public void Rules_of_the_same_simple_name_are_told_apart()
    {
        var ofLibrary = Stored(Trained(steps: 3));
        var ofAnother = Stored(default(Rules.Adam).StateFor<Rules.Adam, T>(new T[Length]));
        AssertRefusedBy(default(Rules.Adam), ofLibrary, "one of the rule Adam: here is one of SimdReg.Tests.Boundaries.Rules+Adam");
        AssertRefused(ofAnother, "one of the rule SimdReg.Tests.Boundaries.Rules+Adam: here is one of Adam");

        var ofString = Stored(default(Rules.Gen<string>).StateFor<Rules.Gen<string>, T>(new T[Length]));
        AssertRefusedBy(default(Rules.Gen<int>), ofString, "Rules+Gen`1[System.String]: here is one of SimdReg.Tests.Boundaries.Rules+Gen`1[System.Int32]");
        default(Rules.Gen<string>).StateFor<Rules.Gen<string>, T>(new T[Length]).ReadFrom(ofString);
    }

    [Fact]
    public void The_number_of_a_rule_in_stored_bytes_does_not_change()
    {
        Type[] rules =
        [
            typeof(Sgd), typeof(Momentum), typeof(NesterovMomentum), typeof(DampenedMomentum), typeof(Adam), typeof(AmsGrad), typeof(Adagrad),
            typeof(RmsProp), typeof(CentredRmsProp), typeof(RmsPropMomentum), typeof(CentredRmsPropMomentum), typeof(Lion), typeof(Ftrl),
        ];
        Assert.Equal(rules.Length, RuleTable.All.Count);
        Assert.All(RuleTable.All, rule => Assert.Equal(rules[rule.StoredNumber - 1].Name, rule.Name));
    }

    [Fact]
    public void Every_damaged_bit_is_noticed_and_the_state_stays_as_it_was()
    {
        var bytes = Stored(Trained(steps: 3));
        var (state, before) = (Trained(steps: 1), Trained(steps: 1));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => state.ReadFrom(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        StateBits.Equal(before, state, "after damaged bytes");
        state.ReadFrom(bytes);
    }

    [Fact]
    public void Damaged_bytes_at_the_beginning_cost_no_memory_and_get_a_short_message()
    {
        // A length that says so reaches to the end of the bytes, or beyond.
        var bytes = Stored(new Momentum(0.1).StateFor<Momentum, T>(new T[1_000_000]));
        var state = new Momentum(0.1).StateFor<Momentum, T>(new T[1_000_000]);
        for (var i = 0; i < 48; i++)
        {
            foreach (var value in (byte[])[0x01, 0x7F, 0x80, 0xFF])
            {
                var damaged = bytes[i];
                bytes[i] ^= value;
                var before = GC.GetAllocatedBytesForCurrentThread();
                var error = Assert.Throws<InvalidDataException>(() => state.ReadFrom(bytes));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
                Assert.InRange(error.Message.Length, 1, 300);
                bytes[i] = damaged;
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_reason()
    {
        var bytes = Stored(Trained(steps: 3));
        AssertRefused(bytes[..^1], "too few");
        AssertRefused(bytes[..20], "too few");
        AssertRefused(bytes[..38], "too few");
        AssertRefused([], "too few");
        AssertRefused([.. bytes.Reverse()], "do not begin with \"SRUS\"");
        AssertRefused(Changed(bytes, 4, 3), "version 3: this library reads versions 1 to 2");
        AssertRefused(Changed(bytes, 4, 0), "version 0");
        AssertRefused(Changed(bytes, 8, 2), "damaged: a number at their beginning cannot be");
        AssertRefused(Changed(bytes, 12, 4), "damaged: a number at their beginning cannot be");
        AssertRefused(Changed(bytes, 16, Length + 1), "cut off or damaged");
        AssertRefused(Changed(bytes, 24, 2), "checksum");
        AssertRefused(Changed(bytes, 40, (byte)(bytes[40] + 1)), "checksum");
        AssertRefused(Sealed(Changed(bytes, 31, 0x80)), "steps: they must be at least 0");
        AssertRefused(Sealed(Changed(bytes, 32, 99)), "rule number 99, which this version of SimdReg does not know: here is one of Adam");
        AssertRefused(Stored(new AmsGrad(0.1).StateFor<AmsGrad, T>(new T[Length])), "rule AmsGrad: here is one of Adam");
        AssertRefused(Stored(new Adam(0.1).StateFor<Adam, T>(new T[Length - 1])), $"{Length - 1} weights: the one here has {Length}");
        AssertRefused(
            typeof(T) == typeof(float) ? Stored(new UpdateState<Adam, double>(new(0.1), Length)) : Stored(new UpdateState<Adam, float>(new(0.1), Length)),
            "bytes an element");
    }

    [Fact]
    public void A_destination_too_short_is_refused_and_what_lies_behind_the_bytes_is_left_alone()
    {
        var state = Trained(steps: 1);
        var bytes = new byte[state.ByteCount + 2];
        bytes.AsSpan().Fill(0xAB);
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => state.WriteTo(bytes.AsSpan(0, (int)state.ByteCount - 1))).ParamName);
        Assert.All(bytes, value => Assert.Equal(0xAB, value));

        state.WriteTo(bytes);
        Assert.Equal([0xAB, 0xAB], bytes[^2..]);
        Assert.Equal(Stored(state), bytes[..^2]);
    }

    [Fact]
    public void The_step_count_advances_and_never_goes_back()
    {
        var state = Trained(steps: 3);
        state.AdvanceTo(3);
        state.AdvanceTo(10);
        Assert.Equal(10, state.StepCount);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => state.AdvanceTo(9));
        Assert.Equal("stepCount", error.ParamName);
        Assert.Contains("at least 10", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, state.StepCount);

        var advanced = new Adam(0.1).StateFor<Adam, T>(new T[1]);
        advanced.AdvanceTo(4);
        T[] stepped = [T.One], expected = [T.One];
        new Adam(0.1).Step(stepped, [T.One], advanced);
        long count = 4;
        new Adam(0.1).Step(expected, [T.One], new StateSpans<T>(ref count, new T[1], new T[1]));
        Assert.Equal(expected, stepped);
        Assert.Equal(5, advanced.StepCount);
    }

    [Fact]
    public void A_number_of_steps_that_none_can_follow_is_refused_and_the_one_before_it_is_taken()
    {
        var state = Trained(steps: 3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => state.AdvanceTo(long.MaxValue));
        Assert.Equal("stepCount", error.ParamName);
        Assert.Equal(long.MaxValue, error.ActualValue);
        Assert.Contains($"below {long.MaxValue}", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, state.StepCount);

        state.AdvanceTo(long.MaxValue - 1);
        var bytes = Stored(state);
        Trained(steps: 0).ReadFrom(bytes);
        Train(new Adam(0.1), new T[Length], state, 0, 1);
        AssertRefused(Stored(state), $"counts {long.MaxValue} steps: they must be at least 0 and below {long.MaxValue}");
    }

    private static void AssertResumes<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        for (var pause = 0; pause < 4; pause++)
        {
            var (weights, state) = (Samples.Weights<T>(Length, seed: 40), rule.StateFor<TRule, T>(new T[Length]));
            Train(rule, weights, state, 0, pause);
            var resumed = rule.StateFor<TRule, T>(new T[Length]);
            resumed.ReadFrom(Stored(state));
            T[] again = [.. weights];
            Train(rule, weights, state, pause, 6);
            Train(rule, again, resumed, pause, 6);

            Bits.Equal<T>(weights, again, new($"{rule} after {pause} steps", Length, 0));
            StateBits.Equal(state, resumed, $"{rule} after {pause} steps");
            Assert.Equal(6, resumed.StepCount);
        }
    }

    private static void Train<TRule>(TRule rule, T[] weights, UpdateState<TRule, T> state, int from, int to)
        where TRule : struct, IUpdateRule<TRule>
    {
        for (var step = from; step < to; step++)
        {
            rule.Step(weights, Samples.Gradients<T>(Length, seed: 41 + step), new L2(0.3), state);
        }
    }

    private static UpdateState<Adam, T> Trained(int steps)
    {
        var state = new Adam(0.1).StateFor<Adam, T>(new T[Length]);
        Train(new Adam(0.1), Samples.Weights<T>(Length, seed: 40), state, 0, steps);
        return state;
    }

    private static byte[] Stored<TRule, TElement>(UpdateState<TRule, TElement> state)
        where TRule : struct, IUpdateRule<TRule>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var bytes = new byte[state.ByteCount];
        state.WriteTo(bytes);
        return bytes;
    }

    private static byte[] Changed(byte[] bytes, int index, int value)
    {
        byte[] changed = [.. bytes];
        changed[index] = (byte)value;
        return changed;
    }

    private static byte[] Sealed(byte[] bytes)
    {
        StoredForm.Seal(bytes);
        return bytes;
    }

    /// <summary>The form of version 1: no number of the rule, and its simple name.</summary>
    private static byte[] InVersion1(byte[] bytes, string name)
    {
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(36));
        byte[] old = [.. bytes[..32], (byte)name.Length, 0, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(name), .. bytes[(40 + nameLength)..]];
        old[4] = 1;
        return Sealed(old);
    }

    private static void AssertRefused(byte[] bytes, string reason)
    {
        var (state, before) = (Trained(steps: 1), Trained(steps: 1));
        AssertRefusedBy(state, bytes, reason);
        StateBits.Equal(before, state, reason);
    }

    private static void AssertRefusedBy<TRule>(TRule rule, byte[] bytes, string reason)
        where TRule : struct, IUpdateRule<TRule> =>
        AssertRefusedBy(rule.StateFor<TRule, T>(new T[Length]), bytes, reason);

    private static void AssertRefusedBy<TRule>(UpdateState<TRule, T> state, byte[] bytes, string reason)
        where TRule : struct, IUpdateRule<TRule>
    {
        var error = Assert.Throws<InvalidDataException>(() => state.ReadFrom(bytes));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
