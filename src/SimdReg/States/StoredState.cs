using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace SimdReg;

/// <summary>A state as bytes.</summary>
/// <remarks>
/// Version 2, every number with its lowest byte first: "SRUS", the version, the bytes of an element (4 for float, 8 for double), how
/// many numbers are kept for each weight, the number of weights and of steps in 8 bytes each, the number of the rule
/// (<see cref="RuleIdentity"/>), the length and the UTF-8 of its full name, which is empty for a rule of the library, all first
/// numbers, all second and all third ones, and a CRC-32C of everything before it. Version 1 has no number of the rule, and its simple
/// name in place of the full one.
/// </remarks>
internal readonly ref struct StoredState
{
    public const string Name = "states";

    private const uint Version = 2;
    private const int FixedLength = StoredForm.HeaderLength + (2 * sizeof(int)) + (2 * sizeof(long)) + (2 * sizeof(int));
    private const int FixedLengthInVersion1 = FixedLength - sizeof(int);
    private const int MaxNumberCount = 3;

    private readonly uint _version;
    private readonly int _elementSize;
    private readonly int _numberCount;
    private readonly long _weightCount;
    private readonly int _ruleNumber;
    private readonly ReadOnlySpan<byte> _ruleName;
    private readonly ReadOnlySpan<byte> _numbers;

    /// <summary>Takes bytes apart, and requires them to be whole. Nothing in them is used before it is within bounds.</summary>
    /// <param name="source">The bytes. What lies behind the state is not looked at.</param>
    /// <param name="isVerified">Whether the checksum has been compared already.</param>
    /// <exception cref="InvalidDataException">They are not a stored state, or are damaged.</exception>
    public StoredState(ReadOnlySpan<byte> source, bool isVerified = false)
    {
        StoredForm.RequireLength(source, FixedLengthInVersion1, Name);
        _version = StoredForm.RequireHeader(source, Letters, 1, Version, Name);
        var fixedLength = _version == 1 ? FixedLengthInVersion1 : FixedLength;
        StoredForm.RequireLength(source, fixedLength, Name);
        _elementSize = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        _numberCount = BinaryPrimitives.ReadInt32LittleEndian(source[12..]);
        _weightCount = BinaryPrimitives.ReadInt64LittleEndian(source[16..]);
        StepCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        _ruleNumber = _version == 1 ? RuleIdentity.OfOthers : BinaryPrimitives.ReadInt32LittleEndian(source[32..]);
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(source[(fixedLength - sizeof(int))..]);

        StoredForm.Refuse(
            _elementSize is not (sizeof(float) or sizeof(double))
                || _numberCount is < 0 or > MaxNumberCount
                || _weightCount is < 0 or > int.MaxValue
                || _ruleNumber < 0
                || nameLength < 0,
            $"These stored {Name} are damaged: a number at their beginning cannot be.");

        // The name is not looked at before the checksum, so it needs no bound but that of the bytes.
        var numbersLength = _elementSize * _numberCount * _weightCount;
        var length = fixedLength + nameLength + numbersLength + StoredForm.ChecksumLength;
        StoredForm.Refuse(
            source.Length < length,
            $"{source.Length} bytes are too few: by what stands at their beginning, these stored {Name} take {length}. They are cut off or damaged.");
        Length = (int)length;
        if (!isVerified)
        {
            StoredForm.RequireSeal(source[..Length], Name);
        }

        _ruleName = source.Slice(fixedLength, nameLength);
        _numbers = source.Slice(fixedLength + nameLength, (int)numbersLength);
    }

    /// <summary>How many bytes it takes.</summary>
    public int Length { get; }

    public long StepCount { get; }

    private static ReadOnlySpan<byte> Letters => "SRUS"u8;

    /// <summary>The numbers of one kind, for each weight.</summary>
    public ReadOnlySpan<byte> Numbers(int slot)
    {
        var length = _elementSize * (int)_weightCount;
        return _numbers.Slice(slot * length, length);
    }

    /// <summary>The number of bytes of a state.</summary>
    public static long ByteCount<TRule, T>(int weightCount)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged =>
        NumbersOffset<TRule>() + ((long)Unsafe.SizeOf<T>() * TRule.StateCount * weightCount) + StoredForm.ChecksumLength;

    /// <summary>Where the numbers of a state begin.</summary>
    public static int NumbersOffset<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        FixedLength + Encoding.UTF8.GetByteCount(RuleIdentity.FullNameOf<TRule>());

    /// <summary>Writes all that stands before the numbers.</summary>
    public static void WriteHeader<TRule, T>(Span<byte> destination, int weightCount, long stepCount)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged
    {
        StoredForm.WriteHeader(destination, Letters, Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Unsafe.SizeOf<T>());
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], TRule.StateCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], weightCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], stepCount);
        BinaryPrimitives.WriteInt32LittleEndian(destination[32..], RuleIdentity.NumberOf<TRule>());
        var nameLength = Encoding.UTF8.GetBytes(RuleIdentity.FullNameOf<TRule>(), destination[FixedLength..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[36..], nameLength);
    }

    /// <summary>Requires the state to be one of a rule, for so many weights of a type.</summary>
    public void RequireFit<TRule, T>(int weightCount)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged
    {
        RequireRule<TRule>();
        RequireSame("bytes an element", _elementSize, Unsafe.SizeOf<T>());
        RequireSame("numbers for each weight", _numberCount, TRule.StateCount);
        RequireSame("weights", _weightCount, weightCount);
        StoredForm.Refuse(!Guard.IsStepCount(StepCount), $"This stored state counts {StepCount} steps: they {Guard.StepCountRule}.");
    }

    private void RequireRule<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        var name = Encoding.UTF8.GetString(_ruleName);
        if (_version == 1)
        {
            var expected = RuleIdentity.NameInVersion1<TRule>();
            StoredForm.Refuse(
                expected is null,
                $"This stored state, of the rule {name}, is of version 1, which {typeof(TRule).Name} cannot read: rules outside of SimdReg had no name of their own in it, and Ftrl kept other numbers.");
            StoredForm.Refuse(name != expected, $"This stored state is one of the rule {name}: here is one of {typeof(TRule).Name}.");
            return;
        }

        var (number, fullName) = (RuleIdentity.NumberOf<TRule>(), RuleIdentity.FullNameOf<TRule>());
        StoredForm.Refuse(
            _ruleNumber != number || name != fullName,
            $"This stored state is one of the rule {RuleIdentity.Describe(_ruleNumber, name)}: here is one of {RuleIdentity.Describe(number, fullName)}.");
    }

    private static void RequireSame(string what, long stored, long here) =>
        StoredForm.Refuse(stored != here, $"This stored state has {stored} {what}: the one here has {here}.");
}
