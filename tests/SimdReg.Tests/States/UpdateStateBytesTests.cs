using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

public class UpdateStateBytesSingleTests : UpdateStateBytesTests<float>;

public class UpdateStateBytesDoubleTests : UpdateStateBytesTests<double>;

/// <summary>The state of a rule as bytes, and training resumed from them.</summary>
public abstract class UpdateStateBytesTests<T> : TrainedStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
        var size = Unsafe.SizeOf<T>();
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
    public void The_number_of_a_rule_in_stored_bytes_does_not_change()
    {
        Type[] rules =
        [
            typeof(Sgd), typeof(Momentum), typeof(NesterovMomentum), typeof(DampenedMomentum), typeof(Adam), typeof(AmsGrad), typeof(Adagrad),
            typeof(RmsProp), typeof(CenteredRmsProp), typeof(RmsPropMomentum), typeof(CenteredRmsPropMomentum), typeof(Lion), typeof(Ftrl),
        ];
        Assert.Equal(rules.Length, RuleTable.All.Count);
        Assert.All(RuleTable.All, rule => Assert.Equal(rules[rule.StoredNumber - 1].Name, rule.Name));
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

    private static void AssertResumes<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        for (var pause = 0; pause < 4; pause++)
        {
            var (weights, state) = (Samples.Weights<T>(Length, seed: 40), rule.CreateState<TRule, T>(new T[Length]));
            Train(rule, weights, state, 0, pause);
            var resumed = rule.CreateState<TRule, T>(new T[Length]);
            resumed.ReadFrom(Stored(state));
            T[] again = [.. weights];
            Train(rule, weights, state, pause, 6);
            Train(rule, again, resumed, pause, 6);

            Bits.Equal<T>(weights, again, new($"{rule} after {pause} steps", Length, 0));
            StateBits.Equal(state, resumed, $"{rule} after {pause} steps");
            Assert.Equal(6, resumed.StepCount);
        }
    }
}
