using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>Rounds numbers in lanes of one width. The draw of a number is that of its index.</summary>
internal static class NarrowLanes<B>
    where B : struct, IBitLanes<B>
{
    public static ushort[] BFloat16s<TRounding>(ReadOnlySpan<float> numbers, TRounding rounding, bool flushes = false, nuint index = 0)
        where TRounding : struct, IRounding
    {
        var stored = new BFloat16[Whole(numbers.Length)];
        Map(numbers, (floats, i) => BFloat16Bits.Store(BFloat16Bits.Round(BFloat16Bits.Quiet(floats), flushes, in rounding, index + (nuint)i, 0), ref stored[i]));
        return MemoryMarshal.Cast<BFloat16, ushort>(stored)[..numbers.Length].ToArray();
    }

    /// <summary>Floats that have been prepared, and then converted one by one.</summary>
    public static ushort[] Halves<TRounding>(ReadOnlySpan<float> numbers, TRounding rounding, bool isNonNegative = false, nuint index = 0)
        where TRounding : struct, IRounding
    {
        var prepared = new uint[Whole(numbers.Length)];
        Map(numbers, (floats, i) => HalfBits.Prepare(floats, in rounding, index + (nuint)i, 0, isNonNegative).Store(ref prepared[i]));
        return [.. prepared[..numbers.Length].Select(bits => BitConverter.HalfToUInt16Bits((Half)BitConverter.UInt32BitsToSingle(bits)))];
    }

    public static byte[] Codes<TRounding>(ReadOnlySpan<float> numbers, TRounding rounding, bool isNonNegative, float factor = 1)
        where TRounding : struct, IRounding =>
        isNonNegative ? Codes<NonNegativeCode, TRounding>(numbers, rounding, factor) : Codes<SignedCode, TRounding>(numbers, rounding, factor);

    private static byte[] Codes<TCode, TRounding>(ReadOnlySpan<float> numbers, TRounding rounding, float factor)
        where TCode : struct, ICode
        where TRounding : struct, IRounding
    {
        var codes = new byte[Whole(numbers.Length)];
        Map(numbers, (floats, i) => CodeBits<TCode>.Encode(floats, factor, in rounding, (nuint)i, 0).StoreBytes(ref codes[i]));
        return codes[..numbers.Length];
    }

    private static void Map(ReadOnlySpan<float> numbers, Action<B, int> map)
    {
        var padded = new uint[Whole(numbers.Length)];
        MemoryMarshal.Cast<float, uint>(numbers).CopyTo(padded);
        for (var i = 0; i < padded.Length; i += B.Count)
        {
            map(B.Load(in padded[i]), i);
        }
    }

    private static int Whole(int length) => (length + B.Count - 1) / B.Count * B.Count;
}
