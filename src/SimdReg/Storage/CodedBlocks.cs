using System.Runtime.CompilerServices;
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
    public static int Count(int numberCount) => (int)(((long)numberCount + Length - 1) / Length);

    /// <summary>Reads numbers. The first one is the first of a block.</summary>
    public static void Decode<TCode>(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> destination)
        where TCode : struct, ICode
    {
        for (var block = 0; codes.Length > 0; block++)
        {
            var length = Math.Min(Length, codes.Length);
            var ofBlock = codes[..length];
            var scale = scales[block];
            if (scale >= 0)
            {
                BitLoop.Run(ofBlock, destination, new FromCodes<TCode>(scale));
            }
            else
            {
                DecodeSpecial<TCode>(ofBlock, scale, destination);
            }

            codes = codes[length..];
            destination = destination[length..];
        }
    }

    /// <summary>Writes numbers. The first one is the first of a block.</summary>
    /// <inheritdoc cref="StoredNumbers.Round" path="/param"/>
    public static void Encode<TCode, TRounding>(
        ReadOnlySpan<float> source, Span<byte> codes, Span<float> scales, in TRounding rounding, nuint index, int number)
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        for (var block = 0; source.Length > 0; block++)
        {
            var length = Math.Min(Length, source.Length);
            var ofBlock = source[..length];
            var largest = BitLoop.LargestMagnitude(ofBlock);
            var isSpecial = largest >= InfinityBits;
            var scale = Math.Max(isSpecial ? LargestFinite(ofBlock) : BitConverter.UInt32BitsToSingle(largest), SmallestScale);
            BitLoop.Run(ofBlock, codes, new ToCodes<TCode, TRounding>(1 / scale, rounding, index, number));
            if (isSpecial)
            {
                EncodeSpecial<TCode>(ofBlock, codes);
            }

            scales[block] = isSpecial ? -scale : scale;
            source = source[length..];
            codes = codes[length..];
            index += (nuint)length;
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
                var code = float.IsNaN(numbers[i]) ? TCode.NaN : CodeBits<TCode>.Infinity;
                codes[i] = (byte)(code | (float.IsNegative(numbers[i]) ? CodeBits<TCode>.Sign : 0));
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

    private readonly struct FromCodes<TCode>(float scale) : IBitMap<byte, float>
        where TCode : struct, ICode
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly byte source, ref float destination, nuint i)
            where B : struct, IBitLanes<B> =>
            CodeBits<TCode>.Decode(B.LoadBytes(in source), scale).Store(ref Unsafe.As<float, uint>(ref destination));
    }

    private readonly struct ToCodes<TCode, TRounding>(float factor, TRounding rounding, nuint index, int number) : IBitMap<float, byte>
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly float source, ref byte destination, nuint i)
            where B : struct, IBitLanes<B> =>
            CodeBits<TCode>.Encode(B.Load(in Unsafe.As<float, uint>(ref Unsafe.AsRef(in source))), factor, in rounding, index + i, number)
                .StoreBytes(ref destination);
    }
}
