using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>One number of state for each weight, stored in a format.</summary>
internal sealed class NarrowSlot
{
    private readonly StateMemory<ulong> _numbers; // An array of bytes would have to be shorter than 2³¹.
    private readonly float[] _scales;

    /// <summary>Creates a slot in which every number is 0.</summary>
    /// <param name="format">The format.</param>
    /// <param name="weightCount">The number of weights.</param>
    /// <param name="isNonNegative">Whether no number is below 0.</param>
    public NarrowSlot(NumberFormat format, int weightCount, bool isNonNegative)
    {
        Format = format;
        WeightCount = weightCount;
        IsNonNegative = isNonNegative;
        _scales = format == NumberFormat.EightBit ? new float[CodedBlocks.Count(weightCount)] : [];
        var words = (((long)weightCount * ByteSize) + sizeof(ulong) - 1) / sizeof(ulong);
        _numbers = StateMemory<ulong>.Allocate(1, (int)StateMemory<ulong>.WholeLines((int)words));
    }

    public NumberFormat Format { get; }

    public int WeightCount { get; }

    public bool IsNonNegative { get; }

    /// <summary>The bytes of a number, without the scales.</summary>
    public int ByteSize => Format == NumberFormat.EightBit ? 1 : Format.ByteSize();

    /// <summary>The number of bytes of the stored form: all numbers or codes, then the scales of blocks of 8 bits.</summary>
    public long ByteCount => ByteCountOf(Format, WeightCount);

    /// <summary>The numbers or codes, and the scales of blocks of 8 bits.</summary>
    public IEnumerable<StateSection> Sections
    {
        get
        {
            yield return new(1, ByteSize, (start, length) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref First, (nint)start * ByteSize), length * ByteSize));
            if (Format == NumberFormat.EightBit)
            {
                yield return new(CodedBlocks.Length, sizeof(float), (start, length) => MemoryMarshal.AsBytes(_scales.AsSpan(start / CodedBlocks.Length, (int)CodedBlocks.Count(length))));
            }
        }
    }

    /// <summary>Numbers that are not in 8 bits.</summary>
    public StoredSpan Numbers(int start, int length) =>
        new(ref Unsafe.Add(ref First, (nint)start * ByteSize), length, Format);

    /// <summary>Widens numbers. In 8 bits, the first is the first of a block.</summary>
    public void Widen(int start, Span<float> destination)
    {
        if (Format == NumberFormat.EightBit)
        {
            if (IsNonNegative)
            {
                CodedBlocks.Decode<NonNegativeCode>(Codes(start, destination.Length), BlockScales(start), destination);
            }
            else
            {
                CodedBlocks.Decode<SignedCode>(Codes(start, destination.Length), BlockScales(start), destination);
            }
        }
        else
        {
            StoredNumbers.Widen(Numbers(start, destination.Length), destination);
        }
    }

    /// <summary>Rounds numbers. In 8 bits, the first is the first of a block, and the last is the last of a block or of all.</summary>
    /// <inheritdoc cref="StoredNumbers.Round" path="/param"/>
    public void Round<TRounding>(ReadOnlySpan<float> source, int start, in TRounding rounding, nuint index, int number)
        where TRounding : struct, IRounding
    {
        if (Format == NumberFormat.EightBit)
        {
            if (IsNonNegative)
            {
                CodedBlocks.Encode<NonNegativeCode, TRounding>(source, Codes(start, source.Length), BlockScales(start), in rounding, index, number);
            }
            else
            {
                CodedBlocks.Encode<SignedCode, TRounding>(source, Codes(start, source.Length), BlockScales(start), in rounding, index, number);
            }
        }
        else
        {
            StoredNumbers.Round(source, Numbers(start, source.Length), in rounding, index, number, IsNonNegative);
        }
    }

    /// <summary>Sets every number, rounded to nearest.</summary>
    public void Fill(float value)
    {
        Span<float> block = stackalloc float[CodedBlocks.Length];
        block.Fill(value);
        for (var start = 0; start < WeightCount; start += block.Length)
        {
            Round(block[..Math.Min(block.Length, WeightCount - start)], start, default(Nearest), 0, 0);
        }
    }

    /// <summary>The number of bytes of the stored form of a slot.</summary>
    public static long ByteCountOf(NumberFormat format, long weightCount) => format == NumberFormat.EightBit
        ? weightCount + (sizeof(float) * CodedBlocks.Count(weightCount))
        : weightCount * format.ByteSize();

    /// <summary>Writes the stored form.</summary>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination)
    {
        var length = Format switch
        {
            NumberFormat.Single => StoredForm.WriteNumbers<float>(Numbers(0, WeightCount).As<float>(), destination),
            NumberFormat.EightBit => StoredForm.WriteNumbers<byte>(Codes(0, WeightCount), destination),
            _ => StoredForm.WriteNumbers<ushort>(Numbers(0, WeightCount).As<ushort>(), destination),
        };
        return length + StoredForm.WriteNumbers<float>(_scales, destination[length..]);
    }

    /// <summary>Replaces all numbers by those of the stored form: <see cref="ByteCount"/> bytes.</summary>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        var numbers = source[..(WeightCount * ByteSize)];
        switch (Format)
        {
            case NumberFormat.Single:
                StoredForm.ReadNumbers(numbers, Numbers(0, WeightCount).As<float>());
                break;
            case NumberFormat.EightBit:
                StoredForm.ReadNumbers(numbers, Codes(0, WeightCount));
                break;
            default:
                StoredForm.ReadNumbers(numbers, Numbers(0, WeightCount).As<ushort>());
                break;
        }

        StoredForm.ReadNumbers(source[numbers.Length..], _scales.AsSpan());
    }

    private ref byte First => ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetReference(_numbers.Span(0, 0, _numbers.Stride)));

    private Span<byte> Codes(int start, int length) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref First, start), length);

    private Span<float> BlockScales(int start) => _scales.AsSpan(start / CodedBlocks.Length);
}
