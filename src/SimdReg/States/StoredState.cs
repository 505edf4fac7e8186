using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace SimdReg;

/// <summary>The stored form of a state.</summary>
/// <remarks>
/// Version 2, all numbers little-endian: "SRUS", the version, the size of an element in bytes (4 for float, 8 for double), the number of
/// slots, the number of weights and the number of steps in 8 bytes each, the number of the rule (<see cref="RuleIdentity"/>), the length
/// and the UTF-8 bytes of its full name, empty for a rule of the library, all values of the first slot, of the second and of the third,
/// and a CRC-32C of everything before it. Version 1 has no number of the rule, and its simple name instead of the full name. Version 3 is for a
/// state in formats of its own: after the length of the name it has a <see cref="NarrowLayout"/>, and the values are in these formats, those of
/// a slot in 8 bits followed by its scales, and those of the companion last.
/// </remarks>
internal readonly ref struct StoredState
{
    public const string Name = "states";

    private const uint Version = 2;
    private const uint NarrowVersion = 3;
    private const int FixedLength = StoredForm.HeaderLength + (2 * sizeof(int)) + (2 * sizeof(long)) + (2 * sizeof(int));
    private const int FixedLengthInVersion1 = FixedLength - sizeof(int);
    private const int FixedLengthIfNarrow = FixedLength + NarrowLayout.ByteCount;
    private const int MaxNumberCount = 3;

    /// <summary>The number of bytes of a name that a message quotes.</summary>
    private const int QuotedNameLength = 200;

    private readonly uint _version;
    private readonly int _elementSize;
    private readonly int _numberCount;
    private readonly long _weightCount;
    private readonly int _ruleNumber;
    private readonly ReadOnlySpan<byte> _ruleName;
    private readonly ReadOnlySpan<byte> _numbers;

    /// <summary>Parses and verifies the bytes. No value is used before its bounds are checked.</summary>
    /// <param name="source">The bytes. Bytes after the state are ignored.</param>
    /// <param name="isVerified">Whether the checksum has been verified already.</param>
    /// <exception cref="InvalidDataException">The bytes are not a stored state, or are damaged.</exception>
    public StoredState(ReadOnlySpan<byte> source, bool isVerified = false)
    {
        StoredForm.RequireLength(source, FixedLengthInVersion1, Name);
        _version = StoredForm.RequireHeader(source, Letters, 1, NarrowVersion, Name);
        var fixedLength = _version switch { 1 => FixedLengthInVersion1, Version => FixedLength, _ => FixedLengthIfNarrow };
        StoredForm.RequireLength(source, fixedLength, Name);
        _elementSize = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        _numberCount = BinaryPrimitives.ReadInt32LittleEndian(source[12..]);
        _weightCount = BinaryPrimitives.ReadInt64LittleEndian(source[16..]);
        StepCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        _ruleNumber = _version == 1 ? RuleIdentity.OfOthers : BinaryPrimitives.ReadInt32LittleEndian(source[32..]);
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(source[(_version == 1 ? 32 : 36)..]);
        Layout = IsNarrow ? NarrowLayout.Read(source[FixedLength..]) : default;

        StoredForm.Refuse(
            _elementSize is not (sizeof(float) or sizeof(double))
                || _numberCount is < 0 or > MaxNumberCount
                || _weightCount is < 0 or > int.MaxValue
                || _ruleNumber < 0
                || nameLength < 0
                || !Layout.IsValid,
            $"These stored {Name} are damaged: a number in their header is out of range.");

        // The name is read only after the checksum, so its length needs no bound other than the number of bytes.
        // The sum starts with a long: an int could overflow.
        var numbersLength = IsNarrow ? Layout.NumbersLength(_numberCount, _weightCount) : _elementSize * _numberCount * _weightCount;
        var length = numbersLength + nameLength + fixedLength + StoredForm.ChecksumLength;
        StoredForm.Refuse(
            source.Length < length,
            $"{source.Length} bytes are too few: according to their header, these stored {Name} have {length} bytes. They are truncated or damaged.");
        Length = (int)length;
        if (!isVerified)
        {
            StoredForm.RequireSeal(source[..Length], Name);
        }

        _ruleName = source.Slice(fixedLength, nameLength);
        _numbers = source.Slice(fixedLength + nameLength, (int)numbersLength);
    }

    /// <summary>The number of bytes of the stored state.</summary>
    public int Length { get; }

    public long StepCount { get; }

    /// <summary>Whether the state is in formats of its own.</summary>
    public bool IsNarrow => _version == NarrowVersion;

    /// <summary>The formats, if the state is narrow.</summary>
    public NarrowLayout Layout { get; }

    /// <summary>The bytes of all values.</summary>
    public ReadOnlySpan<byte> AllNumbers => _numbers;

    private static ReadOnlySpan<byte> Letters => "SRUS"u8;

    /// <summary>The bytes of one slot.</summary>
    public ReadOnlySpan<byte> Numbers(int slot)
    {
        var length = _elementSize * (int)_weightCount;
        return _numbers.Slice(slot * length, length);
    }

    /// <summary>The number of bytes of a state.</summary>
    public static long ByteCount<TRule, T>(int weightCount, NarrowLayout? layout)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged =>
        NumbersOffset<TRule>(layout is not null)
            + (layout?.NumbersLength(TRule.StateCount, weightCount) ?? ((long)Unsafe.SizeOf<T>() * TRule.StateCount * weightCount))
            + StoredForm.ChecksumLength;

    /// <summary>The offset of the first value.</summary>
    public static int NumbersOffset<TRule>(bool isNarrow)
        where TRule : struct, IUpdateRule<TRule> =>
        (isNarrow ? FixedLengthIfNarrow : FixedLength) + Encoding.UTF8.GetByteCount(RuleIdentity.FullNameOf<TRule>());

    /// <summary>Writes everything before the values.</summary>
    public static void WriteHeader<TRule, T>(Span<byte> destination, int weightCount, long stepCount, NarrowLayout? layout)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged
    {
        StoredForm.WriteHeader(destination, Letters, layout is null ? Version : NarrowVersion);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Unsafe.SizeOf<T>());
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], TRule.StateCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], weightCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], stepCount);
        BinaryPrimitives.WriteInt32LittleEndian(destination[32..], RuleIdentity.NumberOf<TRule>());
        layout?.WriteTo(destination[FixedLength..]);
        var nameLength = Encoding.UTF8.GetBytes(RuleIdentity.FullNameOf<TRule>(), destination[(layout is null ? FixedLength : FixedLengthIfNarrow)..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[36..], nameLength);
    }

    /// <summary>Requires the state to match a rule, a number of weights and an element type.</summary>
    public void RequireFit<TRule, T>(int weightCount, NarrowLayout? layout)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged
    {
        RequireRule<TRule>();
        RequireSame("bytes for each element", _elementSize, Unsafe.SizeOf<T>());
        RequireSame("values for each weight", _numberCount, TRule.StateCount);
        RequireSame("weights", _weightCount, weightCount);
        StoredForm.Refuse(
            IsNarrow != layout is not null || !Layout.Fits(layout ?? default),
            $"This stored state has the formats {(IsNarrow ? Layout : "of a state without a NumberStorage")}, but is read into a state with {(layout is null ? "those of a state without a NumberStorage" : layout)}.");
        StoredForm.Refuse(!Guard.IsStepCount(StepCount), $"This stored state counts {StepCount} steps: the number {Guard.StepCountRule}.");
    }

    private void RequireRule<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        if (_version == 1)
        {
            var (name, expected) = (QuotedName(), RuleIdentity.NameInVersion1<TRule>());
            StoredForm.Refuse(
                expected is null,
                $"This stored state of the rule {name} has version 1, which {typeof(TRule).Name} cannot read: version 1 does not identify rules outside SimdReg, and Ftrl stored other values.");
            StoredForm.Refuse(name != expected, $"This stored state belongs to the rule {name}, but is read into a state of {typeof(TRule).Name}.");
            return;
        }

        var (number, fullName) = (RuleIdentity.NumberOf<TRule>(), RuleIdentity.FullNameOf<TRule>());
        StoredForm.Refuse(
            _ruleNumber != number || !_ruleName.SequenceEqual(Encoding.UTF8.GetBytes(fullName)),
            $"This stored state belongs to the rule {RuleIdentity.Describe(_ruleNumber, QuotedName())}, but is read into a state of {RuleIdentity.Describe(number, fullName)}.");
    }

    /// <summary>The stored name, shortened for a message if it is long: damaged bytes may say that they are all name.</summary>
    private string QuotedName() => _ruleName.Length <= QuotedNameLength
        ? Encoding.UTF8.GetString(_ruleName)
        : $"{Encoding.UTF8.GetString(_ruleName[..QuotedNameLength])}…";

    private static void RequireSame(string what, long stored, long here) =>
        StoredForm.Refuse(stored != here, $"This stored state has {stored} {what}, but is read into a state with {here}.");
}
