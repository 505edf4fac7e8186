using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>One number of state for each weight, stored in a format.</summary>
internal sealed class NarrowSlot
{
    private readonly StateMemory<byte> _numbers;
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
        _numbers = StateMemory<byte>.Allocate(1, checked((int)StateMemory<byte>.WholeLines(weightCount * ByteSize)));
    }

    public NumberFormat Format { get; }

    public int WeightCount { get; }

    public bool IsNonNegative { get; }

    /// <summary>The bytes of a number, without the scales.</summary>
    public int ByteSize => Format == NumberFormat.EightBit ? 1 : Format.ByteSize();

    /// <summary>All codes or numbers.</summary>
    public Span<byte> Bytes => _numbers.Span(0, 0, WeightCount * ByteSize);

    /// <summary>The scales of blocks of 8 bits; none for other formats.</summary>
    public Span<float> Scales => _scales;

    /// <summary>Numbers that are not in 8 bits.</summary>
    public StoredSpan Numbers(int start, int length) =>
        new(ref MemoryMarshal.GetReference(_numbers.Span(0, start * ByteSize, length * ByteSize)), length, Format);

    /// <summary>Widens numbers. In 8 bits, the first is the first of a block.</summary>
    public void Widen(int start, Span<float> destination)
    {
        if (Format == NumberFormat.EightBit)
        {
            CodedBlocks.Decode(Codes(start, destination.Length), BlockScales(start), IsNonNegative, destination);
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
            CodedBlocks.Encode(source, Codes(start, source.Length), BlockScales(start), in rounding, index, number, IsNonNegative);
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

    private Span<byte> Codes(int start, int length) => _numbers.Span(0, start, length);

    private Span<float> BlockScales(int start) => _scales.AsSpan(start / CodedBlocks.Length);
}
