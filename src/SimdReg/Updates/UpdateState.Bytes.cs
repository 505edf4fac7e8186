using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace SimdReg;

/// <content>
/// Stored form, version 1, every number with its lowest byte first: "SRUS", the version, the bytes of an element (4 for
/// float, 8 for double), how many numbers are kept for each weight, the number of weights and of steps in 8 bytes each, the
/// length and the UTF-8 of the rule's name, all numbers of the first kind, of the second and of the third, and a CRC-32C of
/// all that.
/// </content>
public sealed partial class UpdateState<TRule, T>
{
    private const uint Version = 1;
    private const int NameOffset = StoredForm.HeaderLength + (2 * sizeof(int)) + (2 * sizeof(long)) + sizeof(int);
    private const string StoredName = "states";

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes. A span holds no more than 2³¹ − 1.</summary>
    public long ByteCount => NumbersOffset + ((long)Unsafe.SizeOf<T>() * TRule.StateCount * WeightCount) + StoredForm.ChecksumLength;

    private static ReadOnlySpan<byte> Letters => "SRUS"u8;

    private static string RuleName => typeof(TRule).Name;

    private static int NumbersOffset { get; } = NameOffset + Encoding.UTF8.GetByteCount(RuleName);

    /// <summary>Writes the state as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <remarks>
    /// The parameters of the rule are not among them: training that resumes with the same rule and the same weights goes on
    /// bit for bit as if it had never stopped.
    /// </remarks>
    /// <param name="destination">Where they go. What lies behind the first <see cref="ByteCount"/> bytes is left alone.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StoredForm.RequireRoom(destination, ByteCount);
        var stored = destination[..(int)ByteCount];
        StoredForm.WriteHeader(stored, Letters, Version);
        BinaryPrimitives.WriteInt32LittleEndian(stored[8..], Unsafe.SizeOf<T>());
        BinaryPrimitives.WriteInt32LittleEndian(stored[12..], TRule.StateCount);
        BinaryPrimitives.WriteInt64LittleEndian(stored[16..], WeightCount);
        BinaryPrimitives.WriteInt64LittleEndian(stored[24..], StepCount);
        BinaryPrimitives.WriteInt32LittleEndian(stored[32..], Encoding.UTF8.GetBytes(RuleName, stored[NameOffset..]));
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            StoredForm.WriteNumbers<T>(this[slot], stored[Stored(slot)]);
        }

        StoredForm.Seal(stored);
    }

    /// <summary>Takes over a state that <see cref="WriteTo"/> wrote, its number of steps included: an earlier one as well as a later one.</summary>
    /// <param name="source">The bytes. What lies behind the first <see cref="ByteCount"/> is not looked at.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are no stored state, are of another version, element type, rule or number of weights, count a
    /// negative number of steps, or so many that none can follow, or are damaged. The state is as it was.
    /// </exception>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        RequireStored(source);
        Load(source);
    }

    /// <summary>Requires bytes to be a state that fits here.</summary>
    internal void RequireStored(ReadOnlySpan<byte> source)
    {
        StoredForm.RequireLength(source, NameOffset, StoredName);
        StoredForm.RequireHeader(source, Letters, Version, StoredName);
        RequireSame("bytes an element", BinaryPrimitives.ReadInt32LittleEndian(source[8..]), Unsafe.SizeOf<T>());

        var rule = source[NameOffset..];
        rule = rule[..Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(source[32..]), 0, rule.Length)];
        StoredForm.Refuse(
            !rule.SequenceEqual(Encoding.UTF8.GetBytes(RuleName)),
            $"This stored state is one of the rule {Encoding.UTF8.GetString(rule)}: here is one of {RuleName}.");
        RequireSame("numbers for each weight", BinaryPrimitives.ReadInt32LittleEndian(source[12..]), TRule.StateCount);
        RequireSame("weights", BinaryPrimitives.ReadInt64LittleEndian(source[16..]), WeightCount);

        var steps = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        StoredForm.Refuse(!Guard.IsStepCount(steps), $"This stored state counts {steps} steps: they {Guard.StepCountRule}.");
        StoredForm.RequireLength(source, ByteCount, StoredName);
        StoredForm.RequireSeal(source[..(int)ByteCount], StoredName);
    }

    /// <summary>Takes over a state that was found to fit.</summary>
    internal void Load(ReadOnlySpan<byte> source)
    {
        _stepCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            StoredForm.ReadNumbers(source[Stored(slot)], this[slot]);
        }
    }

    private static void RequireSame(string what, long stored, long here) =>
        StoredForm.Refuse(stored != here, $"This stored state has {stored} {what}: the one here has {here}.");

    /// <summary>Where the numbers of a kind are stored.</summary>
    private Range Stored(int slot)
    {
        var length = Unsafe.SizeOf<T>() * WeightCount;
        var start = NumbersOffset + (slot * length);
        return start..(start + length);
    }
}
