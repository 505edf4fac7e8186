using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Stores numbers in 8 bits: blocks of 256 codes (<see cref="CodeBits{TCode}"/>), each block with a scale.</summary>
/// <remarks>
/// The scale is the largest finite magnitude of the block, at least 2⁻⁹⁰, so that no code stands for a subnormal number. It is negative
/// where the block contains infinity or NaN: such a block is read and written one number after the other. A block is a function of the
/// numbers written to it and of their rounding.
/// </remarks>
internal static class CodedBlocks
{
    /// <summary>The number of numbers in a block.</summary>
    public const int Length = 256;

    private const float SmallestScale = 8.0779356694631609e-28f; // 2⁻⁹⁰
    private const uint InfinityBits = 0x7F80_0000;

    /// <summary>The number of blocks of this many numbers.</summary>
    public static long Count(long numberCount) => (numberCount + Length - 1) / Length;

    /// <summary>The number of numbers in the blocks of this many numbers.</summary>
    public static long WholeBlocks(long numberCount) => Count(numberCount) * Length;

    /// <summary>Reads numbers. The first one is the first of a block.</summary>
    public static void Decode<TCode>(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> destination)
        where TCode : struct, ICode
    {
        var whole = codes.Length & -Length;
        DecodeBlocks<TCode>(codes[..whole], scales, destination);
        DecodeBlocks<TCode>(codes[whole..], scales[(whole / Length)..], destination[whole..]);
    }

    /// <summary>Writes numbers. The first one is the first of a block.</summary>
    /// <inheritdoc cref="StoredNumbers.Round" path="/param"/>
    public static void Encode<TCode, TRounding>(
        ReadOnlySpan<float> source, Span<byte> codes, Span<float> scales, in TRounding rounding, nuint index, int number)
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        var whole = source.Length & -Length;
        EncodeBlocks<TCode, TRounding>(source[..whole], codes, scales, in rounding, index, number);
        EncodeBlocks<TCode, TRounding>(source[whole..], codes[whole..], scales[(whole / Length)..], in rounding, index + (nuint)whole, number);
    }

    // Whole blocks, or one that is not whole: the last lanes of a loop must not reach into the block before.

    private static void DecodeBlocks<TCode>(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> destination)
        where TCode : struct, ICode
    {
        BitLoop.Run(codes, destination, new FromCodes<TCode>(scales));
        for (int block = 0, start = 0; start < codes.Length; block++, start += Length)
        {
            if (scales[block] < 0)
            {
                DecodeSpecial<TCode>(codes.Slice(start, Math.Min(Length, codes.Length - start)), scales[block], destination[start..]);
            }
        }
    }

    private static void EncodeBlocks<TCode, TRounding>(
        ReadOnlySpan<float> source, Span<byte> codes, Span<float> scales, in TRounding rounding, nuint index, int number)
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        // As many blocks at a time as there are factors.
        const int Most = 8;
        Span<float> factors = stackalloc float[Most];
        for (var start = 0; start < source.Length; start += Most * Length)
        {
            var some = source.Slice(start, Math.Min(Most * Length, source.Length - start));
            var ofSome = scales[(start / Length)..];
            Scale(some, ofSome, factors);
            BitLoop.Run(some, codes[start..], new ToCodes<TCode, TRounding>(factors, rounding, index + (nuint)start, number));
            for (int block = 0, first = 0; first < some.Length; block++, first += Length)
            {
                if (ofSome[block] < 0)
                {
                    EncodeSpecial<TCode>(some.Slice(first, Math.Min(Length, some.Length - first)), codes[(start + first)..]);
                }
            }
        }
    }

    /// <summary>Computes the scale of each block, and the factor by which its codes are computed.</summary>
    private static void Scale(ReadOnlySpan<float> source, Span<float> scales, Span<float> factors)
    {
        for (int block = 0, start = 0; start < source.Length; block++, start += Length)
        {
            var ofBlock = source.Slice(start, Math.Min(Length, source.Length - start));
            var largest = BitLoop.LargestMagnitude(ofBlock);
            var isSpecial = largest >= InfinityBits;
            var scale = Math.Max(isSpecial ? LargestFinite(ofBlock) : BitConverter.UInt32BitsToSingle(largest), SmallestScale);
            (scales[block], factors[block]) = (isSpecial ? -scale : scale, 1 / scale);
        }
    }

    private static float LargestFinite(ReadOnlySpan<float> numbers)
    {
        var largest = 0f;
        foreach (var number in numbers)
        {
            largest = float.IsFinite(number) ? Math.Max(largest, Math.Abs(number)) : largest;
        }

        return largest;
    }

    /// <summary>Replaces the codes of infinities and NaN, which <see cref="CodeBits{TCode}.Encode"/> does not know.</summary>
    private static void EncodeSpecial<TCode>(ReadOnlySpan<float> numbers, Span<byte> codes)
        where TCode : struct, ICode
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                // The sign of a NaN differs between processors, and is not stored.
                codes[i] = (byte)(float.IsNaN(numbers[i]) ? TCode.NaN
                    : CodeBits<TCode>.Infinity | (float.IsNegative(numbers[i]) ? CodeBits<TCode>.Sign : 0));
            }
        }
    }

    private static void DecodeSpecial<TCode>(ReadOnlySpan<byte> codes, float scale, Span<float> destination)
        where TCode : struct, ICode
    {
        for (var i = 0; i < codes.Length; i++)
        {
            var magnitude = codes[i] & ~CodeBits<TCode>.Sign;
            destination[i] = magnitude == TCode.NaN ? float.NaN
                : magnitude == CodeBits<TCode>.Infinity ? (magnitude == codes[i] ? float.PositiveInfinity : float.NegativeInfinity)
                : BitConverter.UInt32BitsToSingle(CodeBits<TCode>.Decode(new Bits32(codes[i]), -scale).Value);
        }
    }

    /// <summary>The number of the block that contains a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float OfBlock(ref readonly float first, nuint i) => Unsafe.Add(ref Unsafe.AsRef(in first), i / Length);

    private readonly ref struct FromCodes<TCode>(ReadOnlySpan<float> scales) : IBitMap<byte, float>
        where TCode : struct, ICode
    {
        private readonly ref readonly float _scales = ref MemoryMarshal.GetReference(scales);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly byte source, ref float destination, nuint i)
            where B : struct, IBitLanes<B> =>
            CodeBits<TCode>.Decode(B.LoadBytes(in source), OfBlock(in _scales, i)).Store(ref Unsafe.As<float, uint>(ref destination));
    }

    private readonly ref struct ToCodes<TCode, TRounding>(ReadOnlySpan<float> factors, TRounding rounding, nuint index, int number) : IBitMap<float, byte>
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        private readonly ref readonly float _factors = ref MemoryMarshal.GetReference(factors);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly float source, ref byte destination, nuint i)
            where B : struct, IBitLanes<B> =>
            CodeBits<TCode>.Encode(B.Load(in Unsafe.As<float, uint>(ref Unsafe.AsRef(in source))), OfBlock(in _factors, i), in rounding, index + i, number)
                .StoreBytes(ref destination);
    }
}
