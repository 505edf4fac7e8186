using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Storage;

/// <summary>NaN and infinities in blocks of 8-bit codes: they come back, and do not change their neighbours.</summary>
public class CodedSpecialsTests
{
    private static readonly float[] _specials = [float.NaN, BitConverter.UInt32BitsToSingle(0x7F80_0001), BitConverter.UInt32BitsToSingle(0xFFFF_FFFF), float.PositiveInfinity, float.NegativeInfinity];

    [Fact]
    public void A_special_number_anywhere_comes_back_and_its_neighbours_are_as_beside_a_zero()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var special in Of(reference))
            {
                foreach (var length in (int[])[1, 3, 16, 37, 256, 300])
                {
                    for (var position = 0; position < length; position++)
                    {
                        var numbers = Samples.Weights<float>(length, seed: length);
                        AssertSpecial(reference, numbers, (position, special));
                    }
                }
            }
        }
    }

    [Fact]
    public void Several_special_numbers_in_several_blocks_come_back()
    {
        foreach (var reference in CodeReference.Both)
        {
            var specials = Of(reference).ToList();
            var random = new Random(6);
            for (var turn = 0; turn < 50; turn++)
            {
                var places = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(900)).Distinct();
                AssertSpecial(reference, Samples.Weights<float>(900, seed: turn), [.. places.Select(place => (place, specials[random.Next(specials.Count)]))]);
            }
        }
    }

    [Fact]
    public void A_block_of_special_numbers_alone_comes_back()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var special in Of(reference))
            {
                float[] numbers = [.. Enumerable.Repeat(special, 256)];
                var block = NarrowBlock.Of(numbers, reference.IsNonNegative);
                Assert.Equal(numbers, block.Numbers());
                NarrowBlock.Of(block.Numbers(), reference.IsNonNegative).AssertSame(block);
            }
        }
    }

    /// <summary>Infinities with a sign only where codes have one.</summary>
    private static IEnumerable<float> Of(CodeReference reference) => _specials.Where(special => special != float.NegativeInfinity || !reference.IsNonNegative);

    private static void AssertSpecial(CodeReference reference, float[] numbers, params (int Position, float Value)[] specials)
    {
        if (reference.IsNonNegative)
        {
            numbers = [.. numbers.Select(Math.Abs)];
        }

        foreach (var (position, _) in specials)
        {
            numbers[position] = 0;
        }

        foreach (var rounding in (int[])[0, 1])
        {
            var expected = Stored(numbers);
            float[] replaced = [.. numbers];
            float[] found = [.. expected.Numbers()];
            foreach (var (position, value) in specials)
            {
                replaced[position] = found[position] = value;
            }

            var block = Stored(replaced);
            Bits.Equal<float>(found, block.Numbers(), new("Special numbers", numbers.Length, specials[0].Position));
            Assert.Equal(expected.Scales, block.Scales.Select(Math.Abs));
            NarrowBlock.Of(block.Numbers(), reference.IsNonNegative).AssertSame(block);

            NarrowBlock Stored(float[] all) =>
                rounding == 0 ? NarrowBlock.Of(all, reference.IsNonNegative) : NarrowBlock.Of(all, reference.IsNonNegative, new Stochastic(9, 1, 512));
        }
    }
}
