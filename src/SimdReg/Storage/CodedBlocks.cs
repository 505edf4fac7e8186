using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Stores numbers in 8 bits: blocks of 256 codes (<see cref="CodeBits"/>), each block with a scale.</summary>
/// <remarks>
/// The scale is the largest finite magnitude of the block, at least 2⁻⁹⁴, so that no code stands for a subnormal number. It is negative
/// where the block contains infinity or NaN: such a block is read and written one number after the other. A block is a function of the
/// numbers written to it and of their rounding.
/// </remarks>
internal static class CodedBlocks
{
    /// <summary>The number of numbers in a block.</summary>
    public const int Length = 256;

    private const float SmallestScale = 5.0487097934144756e-29f; // 2⁻⁹⁴

    /// <summary>The number of blocks of this many numbers.</summary>
    public static int Count(int numberCount) => (int)(((long)numberCount + Length - 1) / Length);

    /// <summary>Reads numbers. The first one is the first of a block.</summary>
    public static void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, bool isNonNegative, Span<float> destination)
    {
        var form = new CodeBits(isNonNegative);
        for (var block = 0; codes.Length > 0; block++)
        {
            var length = Math.Min(Length, codes.Length);
            var ofBlock = codes[..length];
            var scale = scales[block];
            if (scale >= 0)
            {
                BitLoop.Run(ofBlock, destination, new FromCodes(form, scale));
            }
            else
            {
                DecodeSpecial(ofBlock, scale, form, destination);
            }

            codes = codes[length..];
            destination = destination[length..];
        }
    }

    /// <summary>Writes numbers. The first one is the first of a block.</summary>
    /// <inheritdoc cref="StoredNumbers.Round" path="/param"/>
    public static void Encode<TRounding>(
        ReadOnlySpan<float> source, Span<byte> codes, Span<float> scales, in TRounding rounding, nuint index, int number, bool isNonNegative)
        where TRounding : struct, IRounding
    {
        var form = new CodeBits(isNonNegative);
        for (var block = 0; source.Length > 0; block++)
        {
            var length = Math.Min(Length, source.Length);
            var ofBlock = source[..length];
            var largest = Math.Abs(TensorPrimitives.MaxMagnitude(ofBlock));
            var isSpecial = !float.IsFinite(largest);
            var scale = Math.Max(isSpecial ? LargestFinite(ofBlock) : largest, SmallestScale);
            var map = new ToCodes<TRounding>(form, 1 / scale, rounding, index, number);
            BitLoop.Run(ofBlock, codes, map);
            if (isSpecial)
            {
                EncodeSpecial(ofBlock, form, codes);
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

    /// <summary>Replaces the codes of infinities and NaN, which <see cref="CodeBits.Encode"/> does not know.</summary>
    private static void EncodeSpecial(ReadOnlySpan<float> numbers, CodeBits form, Span<byte> codes)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                var code = float.IsNaN(numbers[i]) ? form.NaN : form.Infinity;
                codes[i] = (byte)(code | (float.IsNegative(numbers[i]) ? form.Sign : 0));
            }
        }
    }

    private static void DecodeSpecial(ReadOnlySpan<byte> codes, float scale, CodeBits form, Span<float> destination)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            var magnitude = codes[i] & ~form.Sign;
            destination[i] = magnitude == form.NaN ? float.NaN
                : magnitude == form.Infinity ? ((codes[i] & form.Sign) == 0 ? float.PositiveInfinity : float.NegativeInfinity)
                : BitConverter.UInt32BitsToSingle(form.Decode(new Bits32(codes[i]), -scale).Value);
        }
    }

    private readonly struct FromCodes(CodeBits form, float scale) : IBitMap<byte, float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly byte source, ref float destination, nuint i)
            where B : struct, IBitLanes<B> =>
            form.Decode(B.LoadBytes(in source), scale).Store(ref Unsafe.As<float, uint>(ref destination));
    }

    private readonly struct ToCodes<TRounding>(CodeBits form, float factor, TRounding rounding, nuint index, int number) : IBitMap<float, byte>
        where TRounding : struct, IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly float source, ref byte destination, nuint i)
            where B : struct, IBitLanes<B> =>
            form.Encode(B.Load(in Unsafe.As<float, uint>(ref Unsafe.AsRef(in source))), factor, in rounding, index + i, number).StoreBytes(ref destination);
    }
}
