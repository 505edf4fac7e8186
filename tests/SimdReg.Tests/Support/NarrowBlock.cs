using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>Numbers that are stored in blocks of 8-bit codes.</summary>
internal sealed record NarrowBlock(byte[] Codes, float[] Scales, bool IsNonNegative)
{
    public static NarrowBlock Of(ReadOnlySpan<float> numbers, bool isNonNegative) => Of(numbers, isNonNegative, default(Nearest));

    public static NarrowBlock Of<TRounding>(ReadOnlySpan<float> numbers, bool isNonNegative, TRounding rounding, nuint index = 0, int number = 1)
        where TRounding : struct, IRounding
    {
        var block = new NarrowBlock(new byte[numbers.Length], new float[CodedBlocks.Count(numbers.Length)], isNonNegative);
        if (isNonNegative)
        {
            CodedBlocks.Encode<NonNegativeCode, TRounding>(numbers, block.Codes, block.Scales, in rounding, index, number);
        }
        else
        {
            CodedBlocks.Encode<SignedCode, TRounding>(numbers, block.Codes, block.Scales, in rounding, index, number);
        }

        return block;
    }

    public float[] Numbers()
    {
        var numbers = new float[Codes.Length];
        if (IsNonNegative)
        {
            CodedBlocks.Decode<NonNegativeCode>(Codes, Scales, numbers);
        }
        else
        {
            CodedBlocks.Decode<SignedCode>(Codes, Scales, numbers);
        }

        return numbers;
    }

    public void AssertSame(NarrowBlock other)
    {
        Assert.Equal(Codes, other.Codes);
        Assert.Equal(Scales, other.Scales);
    }
}
