using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Lanes;

/// <summary>Rounding to nearest in lanes, at every number of a format, every point midway between two, and the floats beside them.</summary>
internal static class NearestLaws<B>
    where B : struct, IBitLanes<B>
{
    public static void BFloat16_is_the_nearest_of_all()
    {
        foreach (var numbers in Critical(NarrowReference.BFloat16))
        {
            AssertRounded(NarrowReference.BFloat16, numbers, NarrowLanes<B>.BFloat16s(numbers, default(Nearest)));
        }
    }

    public static void BFloat16_in_a_step_is_plus_zero_for_every_zero_and_subnormal_float()
    {
        float[] numbers = [.. Critical(NarrowReference.BFloat16).SelectMany(numbers => numbers)];
        var kept = NarrowLanes<B>.BFloat16s(numbers, default(Nearest));
        var flushed = NarrowLanes<B>.BFloat16s(numbers, default(Nearest), flushes: true);
        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(numbers[i] == 0 || float.IsSubnormal(numbers[i]) ? 0 : kept[i], flushed[i]);
        }
    }

    public static void Half_is_the_nearest_of_all()
    {
        foreach (var numbers in Critical(NarrowReference.Half))
        {
            AssertRounded(NarrowReference.Half, numbers, NarrowLanes<B>.Halves(numbers, default(Nearest)));
        }
    }

    public static void A_Half_that_is_not_negative_is_zero_only_for_zero()
    {
        float[] numbers = [0, float.Epsilon, 1e-30f, MathF.ScaleB(1, -26), MathF.ScaleB(1, -25), MathF.BitIncrement(MathF.ScaleB(1, -25)), MathF.ScaleB(1, -24), MathF.ScaleB(2.5f, -24), 1, float.MaxValue];
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 2, 0x3C00, 0x7BFF], NarrowLanes<B>.Halves(numbers, default(Nearest), isNonNegative: true).Select(bits => (int)bits));
    }

    public static void Numbers_beyond_the_largest_are_stored_as_the_largest()
    {
        float[] numbers = [float.MaxValue, 3.3961e38f, MathF.BitIncrement((float)BFloat16.MaxValue), -float.MaxValue];
        Assert.Equal([0x7F7F, 0x7F7F, 0x7F7F, 0xFF7F], NarrowLanes<B>.BFloat16s(numbers, default(Nearest)).Select(bits => (int)bits));

        numbers = [65504, 65519.996f, 65520, 1e10f, float.MaxValue, -65520];
        Assert.Equal([0x7BFF, 0x7BFF, 0x7BFF, 0x7BFF, 0x7BFF, 0xFBFF], NarrowLanes<B>.Halves(numbers, default(Nearest)).Select(bits => (int)bits));
    }

    public static void Infinities_stay_infinite_and_NaN_of_any_payload_stays_NaN_with_its_sign()
    {
        uint[] patterns = [0x7F80_0000, 0x7F80_0001, 0x7F80_FFFF, 0x7F81_0000, 0x7FA0_1234, 0x7FBF_FFFF, 0x7FC0_0000, 0x7FC0_0001, 0x7FFF_8000, 0x7FFF_FFFF];
        patterns = [.. patterns, .. patterns.Select(pattern => pattern | 0x8000_0000)];
        var numbers = MemoryMarshal.Cast<uint, float>(patterns);
        AssertRounded(NarrowReference.BFloat16, numbers, NarrowLanes<B>.BFloat16s(numbers, default(Nearest)));
        AssertRounded(NarrowReference.Half, numbers, NarrowLanes<B>.Halves(numbers, default(Nearest)));
        AssertRounded(NarrowReference.BFloat16, numbers, NarrowLanes<B>.BFloat16s(numbers, new Stochastic(1, 2, 3)));
        AssertRounded(NarrowReference.Half, numbers, NarrowLanes<B>.Halves(numbers, new Stochastic(1, 2, 3)));
        AssertRounded(NarrowReference.BFloat16, numbers, NarrowLanes<B>.BFloat16s(numbers, default(EveryDraw), index: 0xFFFF));
    }

    public static void A_code_is_the_nearest_of_all()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var numbers in Critical(reference.Codes))
            {
                // A slot that is not negative is given no negative numbers.
                float[] scaled = [.. numbers.Where(number => Math.Abs(number) <= 1 && (number >= 0 || !reference.IsNonNegative)), 1e-30f, float.Epsilon];
                var found = NarrowLanes<B>.Codes(scaled, default(Nearest), reference.IsNonNegative);
                for (var i = 0; i < scaled.Length; i++)
                {
                    var expected = reference.Encode(scaled[i], 1);
                    Assert.True(expected == found[i], $"{Bits.Show(scaled[i])}: expected code {expected}, found {found[i]}.");
                }
            }
        }
    }

    public static void A_code_is_the_number_that_the_definition_says()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        foreach (var reference in CodeReference.Both)
        {
            foreach (var scale in (float[])[1, 0.1f, MathF.ScaleB(1, -90), MathF.BitIncrement(MathF.ScaleB(1, -90)), 1.9999999f, 3e38f, float.MaxValue])
            {
                var decoded = new uint[codes.Length];
                for (var i = 0; i < codes.Length; i += B.Count)
                {
                    var read = B.LoadBytes(in codes[i]);
                    (reference.IsNonNegative ? CodeBits<NonNegativeCode>.Decode(read, scale) : CodeBits<SignedCode>.Decode(read, scale)).Store(ref decoded[i]);
                }

                // Codes of infinity and NaN are decoded one by one.
                for (var code = 0; code < codes.Length; code++)
                {
                    if ((code & ~reference.Sign) <= reference.Top)
                    {
                        var number = reference.Decode((byte)code, scale);
                        Assert.Equal(BitConverter.SingleToUInt32Bits(number), decoded[code]);
                        Assert.True(number == 0 || float.IsNormal(number));
                    }
                }
            }
        }
    }

    /// <summary>Every magnitude of a format and every middle between two, with the floats beside them, in both signs.</summary>
    private static IEnumerable<float[]> Critical(NarrowReference format) =>
        format.Magnitudes
            .Zip(format.Magnitudes.Skip(1), (magnitude, next) => ((float)magnitude, (float)((magnitude + next) / 2)))
            .Append(((float)format.Magnitudes[^1], float.MaxValue))
            .Chunk(4096)
            .Select(pairs => (float[])[.. pairs.SelectMany(pair => Around(pair.Item1).Concat(Around(pair.Item2)))]);

    private static IEnumerable<float> Around(float number) =>
        from magnitude in (float[])[Math.Abs(MathF.BitDecrement(number)), number, Math.Min(MathF.BitIncrement(number), float.MaxValue)]
        from sign in (float[])[1, -1]
        select sign * magnitude;

    private static void AssertRounded(NarrowReference format, ReadOnlySpan<float> numbers, ushort[] found)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            var expected = format.Bits(numbers[i]);
            var isSame = float.IsNaN(numbers[i])
                ? (found[i] & 0x7FFF) >= (expected & 0x7FFF) && (found[i] >> 15) == (expected >> 15)
                : found[i] == expected;
            Assert.True(isSame, $"{Bits.Show(numbers[i])} in {B.Count} lanes: expected {expected:X4}, found {found[i]:X4}.");
        }
    }
}
