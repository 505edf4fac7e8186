using System.Buffers.Binary;
using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

public class StoredStateRejectionSingleTests : StoredStateRejectionTests<float>;

public class StoredStateRejectionDoubleTests : StoredStateRejectionTests<double>;

/// <summary>Bytes that are no state, not one of this rule, or damaged.</summary>
public abstract class StoredStateRejectionTests<T> : TrainedStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Bytes_of_version_1_are_read_by_the_rule_that_they_name_and_refused_by_rules_that_they_cannot_tell()
    {
        var (expected, state) = (Trained(steps: 3), Trained(steps: 1));
        state.ReadFrom(StoredStates.InVersion1(Stored(expected), "Adam"));
        StateBits.Equal(expected, state, "read from version 1");

        AssertRefused(StoredStates.InVersion1(Stored(expected), "AmsGrad"), "to the rule AmsGrad, but is read into a state of Adam");
        AssertRefusedBy(new Ftrl(0.1), StoredStates.InVersion1(Stored(new Ftrl(0.1).CreateState<Ftrl, T>(new T[Length])), "Ftrl"), "version 1, which Ftrl cannot read");
        AssertRefusedBy(
            default(ForeignRules.Adam), StoredStates.InVersion1(Stored(Trained(steps: 3)), "Adam"), "version 1, which Adam cannot read");
    }

    [Fact]
    public void Rules_of_the_same_simple_name_are_told_apart()
    {
        var ofLibrary = Stored(Trained(steps: 3));
        var ofAnother = Stored(default(ForeignRules.Adam).CreateState<ForeignRules.Adam, T>(new T[Length]));
        AssertRefusedBy(default(ForeignRules.Adam), ofLibrary, "belongs to the rule Adam, but is read into a state of SimdReg.Tests.States.ForeignRules+Adam");
        AssertRefused(ofAnother, "belongs to the rule SimdReg.Tests.States.ForeignRules+Adam, but is read into a state of Adam");

        var ofString = Stored(default(ForeignRules.Gen<string>).CreateState<ForeignRules.Gen<string>, T>(new T[Length]));
        AssertRefusedBy(default(ForeignRules.Gen<int>), ofString, "ForeignRules+Gen`1[System.String], but is read into a state of SimdReg.Tests.States.ForeignRules+Gen`1[System.Int32]");
        default(ForeignRules.Gen<string>).CreateState<ForeignRules.Gen<string>, T>(new T[Length]).ReadFrom(ofString);
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
        var bytes = Stored(new Momentum(0.1).CreateState<Momentum, T>(new T[1_000_000]));
        var state = new Momentum(0.1).CreateState<Momentum, T>(new T[1_000_000]);
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
        AssertRefused(Changed(bytes, 4, 4), "version 4: this library reads versions 1 to 3");
        AssertRefused(Changed(bytes, 4, 0), "version 0");
        AssertRefused(Changed(bytes, 8, 2), "damaged: a number in their header is out of range");
        AssertRefused(Changed(bytes, 12, 4), "damaged: a number in their header is out of range");
        AssertRefused(Changed(bytes, 16, Length + 1), "truncated or damaged");
        AssertRefused(Changed(bytes, 24, 2), "checksum");
        AssertRefused(Changed(bytes, 40, (byte)(bytes[40] + 1)), "checksum");
        AssertRefused(Sealed(Changed(bytes, 31, 0x80)), "steps: the number must be at least 0");
        AssertRefused(Sealed(Changed(bytes, 32, 99)), "rule number 99, which this version of SimdReg does not know, but is read into a state of Adam");
        AssertRefused(Stored(new AmsGrad(0.1).CreateState<AmsGrad, T>(new T[Length])), "rule AmsGrad, but is read into a state of Adam");
        AssertRefused(Stored(new Adam(0.1).CreateState<Adam, T>(new T[Length - 1])), $"{Length - 1} weights, but is read into a state with {Length}");
        AssertRefused(
            typeof(T) == typeof(float) ? Stored(new UpdateState<Adam, double>(new(0.1), Length)) : Stored(new UpdateState<Adam, float>(new(0.1), Length)),
            "bytes for each element");
    }

    [Fact]
    public void A_name_may_be_as_long_as_it_says_but_a_message_quotes_only_its_beginning()
    {
        byte[] bytes = [.. Stored(Trained(steps: 3)), .. new byte[10_000]];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(36), int.MaxValue);
        AssertRefused(Sealed(bytes), "truncated or damaged");

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(36), 10_000);
        bytes.AsSpan(40).Fill((byte)'n');
        var error = Assert.Throws<InvalidDataException>(() => Trained(steps: 1).ReadFrom(Sealed(bytes)));
        Assert.Contains("belongs to the rule Adam, but", error.Message, StringComparison.Ordinal);

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), 0);
        error = Assert.Throws<InvalidDataException>(() => Trained(steps: 1).ReadFrom(Sealed(bytes)));
        Assert.Contains($"belongs to the rule {new string('n', 200)}…, but", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Changed(byte[] bytes, int index, int value)
    {
        byte[] changed = [.. bytes];
        changed[index] = (byte)value;
        return changed;
    }
}
