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
    public void The_stored_form_of_version_1_does_not_change()
    {
        var bytes = Stored(Trained(steps: 3));
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        Assert.Equal(36 + 4 + (2 * Length * size) + 4, bytes.Length);
        Assert.Equal("SRUS\x1\0\0\0"u8, bytes.AsSpan(0, 8));
        Assert.Equal(size, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)));
        Assert.Equal(Length, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)));
        Assert.Equal(3, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)));
        Assert.Equal(4, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(32)));
        Assert.Equal("Adam"u8, bytes.AsSpan(36, 4));

        var state = Trained(steps: 3);
        foreach (var (slot, i) in ((int, int)[])[(0, 0), (0, Length - 1), (1, 0), (1, Length - 1)])
        {
            var at = bytes.AsSpan(40 + (((slot * Length) + i) * size));
            var stored = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
            Assert.Equal(Bits.Of(state[slot][i]), stored);
        }
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
    public void What_does_not_fit_is_refused_with_the_reason()
    {
        var bytes = Stored(Trained(steps: 3));
        AssertRefused(bytes[..^1], "too few");
        AssertRefused(bytes[..20], "too few");
        AssertRefused([], "too few");
        AssertRefused([.. bytes.Reverse()], "do not begin with \"SRUS\"");
        AssertRefused(Changed(bytes, 4, 2), "version 2");
        AssertRefused(Changed(bytes, 8, 2), "2 bytes an element");
        AssertRefused(Changed(bytes, 12, 3), "3 numbers for each weight");
        AssertRefused(Changed(bytes, 16, Length + 1), $"{Length + 1} weights: the one here has {Length}");
        AssertRefused(Changed(bytes, 31, 0x80), "steps: they must be at least 0");
        AssertRefused(Changed(bytes, 40, (byte)(bytes[40] + 1)), "checksum");
        AssertRefused(Stored(new AmsGrad(0.1).StateFor<AmsGrad, T>(new T[Length])), "rule AmsGrad: here is one of Adam");
        AssertRefused(Stored(new Adam(0.1).StateFor<Adam, T>(new T[Length - 1])), $"{Length - 1} weights");
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

    private static void AssertRefused(byte[] bytes, string reason)
    {
        var (state, before) = (Trained(steps: 1), Trained(steps: 1));
        var error = Assert.Throws<InvalidDataException>(() => state.ReadFrom(bytes));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        StateBits.Equal(before, state, reason);
    }
}
