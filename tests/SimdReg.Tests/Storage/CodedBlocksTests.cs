using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Storage;

/// <summary>Blocks of 8-bit codes against their definition.</summary>
public class CodedBlocksTests
{
    [Fact]
    public void Numbers_of_any_count_are_stored_and_read_as_the_definition_says()
    {
        foreach (var reference in CodeReference.Both)
        {
            for (var length = 0; length <= 600; length++)
            {
                AssertAsDefined(reference, Numbers(reference, length, seed: length, (length % 5) switch { 0 => 1e-30, 1 => 1e-10, 2 => 1e3, 3 => 1e37, _ => 1 }));
            }
        }
    }

    [Fact]
    public void The_largest_magnitude_comes_back_as_it_was()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var scale in (double[])[1e-26, 1e-10, 0.3, 1, 1e20, 3e38])
            {
                var numbers = Numbers(reference, 1000, seed: 2, scale);
                var found = NarrowBlock.Of(numbers, reference.IsNonNegative).Numbers();
                foreach (var block in numbers.Index().Chunk(CodedBlocks.Length))
                {
                    var largest = block.MaxBy(number => Math.Abs(number.Item));
                    Assert.Equal(largest.Item, found[largest.Index]);
                }
            }
        }
    }

    [Fact]
    public void The_scale_is_at_least_2_to_the_minus_90()
    {
        var smallest = MathF.ScaleB(1, -90);
        foreach (var (number, scale) in ((float, float)[])[(0, smallest), (float.Epsilon, smallest), (MathF.BitDecrement(smallest), smallest), (smallest, smallest), (MathF.BitIncrement(smallest), MathF.BitIncrement(smallest)), (float.MaxValue, float.MaxValue)])
        {
            Assert.Equal([scale], NarrowBlock.Of([0, number, 0], isNonNegative: false).Scales);
            Assert.Equal([scale], NarrowBlock.Of([0, number, 0], isNonNegative: true).Scales);
        }
    }

    [Fact]
    public void Zeros_of_either_sign_are_stored_as_plus_zero()
    {
        foreach (var reference in CodeReference.Both)
        {
            var block = NarrowBlock.Of([.. Enumerable.Range(0, 300).Select(i => int.IsEvenInteger(i) ? 0f : -0f)], reference.IsNonNegative);
            Assert.All(block.Codes, code => Assert.Equal(0, code));
            Assert.All(block.Numbers(), number => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(number)));
        }

        // A number that is stored as 0 has no sign either.
        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(NarrowBlock.Of([1, -1e-20f], isNonNegative: false).Numbers()[1]));
    }

    [Fact]
    public void A_number_above_zero_of_a_slot_without_a_sign_is_never_stored_as_zero()
    {
        foreach (var largest in (float[])[1e-25f, 1, float.MaxValue])
        {
            foreach (var small in (float[])[Math.Max(1e-30f * largest, 1e-40f), float.Epsilon, 1e-38f])
            {
                float[] numbers = [largest, small, 0, .. Enumerable.Repeat(small, 40)];
                foreach (var block in (NarrowBlock[])[NarrowBlock.Of(numbers, true), NarrowBlock.Of(numbers, true, new Stochastic(1, 2, 0)), NarrowBlock.Of(numbers, true, default(EveryDraw))])
                {
                    Assert.All(block.Numbers().Index(), number => Assert.Equal(number.Index != 2, number.Item > 0));
                }
            }
        }
    }

    [Fact]
    public void Larger_numbers_have_no_smaller_codes()
    {
        foreach (var reference in CodeReference.Both)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                float[] numbers = [.. Numbers(reference, CodedBlocks.Length, seed, 1).Order()];
                var found = NarrowBlock.Of(numbers, reference.IsNonNegative).Numbers();
                Assert.Equal(found.Order(), found);
            }
        }
    }

    [Fact]
    public void Every_code_stands_for_a_number_that_has_this_code()
    {
        foreach (var reference in CodeReference.Both)
        {
            // Minus zero is not among them.
            byte[] codes = [.. Enumerable.Range(0, 256).Where(code => (code & ~reference.Sign) <= reference.Top && (code == 0 || code != reference.Sign)).Select(code => (byte)code)];
            foreach (var scale in (float[])[MathF.ScaleB(1, -90), 1e-20f, 0.1f, 1, 1.9999999f, 1e30f, float.MaxValue])
            {
                var block = new NarrowBlock(codes, [scale], reference.IsNonNegative);
                NarrowBlock.Of(block.Numbers(), reference.IsNonNegative).AssertSame(block);
                NarrowBlock.Of(block.Numbers(), reference.IsNonNegative, new Stochastic(1, 2, 0)).AssertSame(block);
            }
        }
    }

    [Fact]
    public void What_has_been_stored_is_stored_again_as_it_is()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var scale in (double[])[1e-45, 1e-29, 1e-10, 1, 3e38])
            {
                var block = NarrowBlock.Of(Numbers(reference, 777, seed: 3, scale), reference.IsNonNegative);
                NarrowBlock.Of(block.Numbers(), reference.IsNonNegative).AssertSame(block);
            }
        }
    }

    [Fact]
    public void A_decay_of_the_whole_block_keeps_its_codes()
    {
        foreach (var reference in CodeReference.Both)
        {
            foreach (var (decay, count) in ((float, int)[])[(0.999f, 2000), (0.9f, 400), (0.5f, 80), (0.1f, 25)])
            {
                var block = NarrowBlock.Of(Numbers(reference, CodedBlocks.Length, seed: 4, 1), reference.IsNonNegative);
                for (var step = 0; step < count; step++)
                {
                    var next = NarrowBlock.Of([.. block.Numbers().Select(number => decay * number)], reference.IsNonNegative);
                    Assert.Equal(block.Codes, next.Codes);
                    Assert.Equal(decay * block.Scales[0], next.Scales[0]);
                    block = next;
                }
            }
        }
    }

    [Fact]
    public void A_block_does_not_depend_on_the_others_or_on_where_it_is()
    {
        foreach (var reference in CodeReference.Both)
        {
            var numbers = Numbers(reference, 1100, seed: 5, 1);
            var whole = NarrowBlock.Of(numbers, reference.IsNonNegative, new Stochastic(7, 8, 0));
            for (var start = 0; start < numbers.Length; start += CodedBlocks.Length)
            {
                var length = Math.Min(CodedBlocks.Length, numbers.Length - start);
                var alone = NarrowBlock.Of(numbers.AsSpan(start, length), reference.IsNonNegative, new Stochastic(7, 8, start));
                Assert.Equal(whole.Codes[start..(start + length)], alone.Codes);
                Assert.Equal(whole.Scales[start / CodedBlocks.Length], alone.Scales[0]);
                alone = NarrowBlock.Of(numbers.AsSpan(start, length), reference.IsNonNegative, new Stochastic(7, 8, 0), index: (nuint)start);
                Assert.Equal(whole.Codes[start..(start + length)], alone.Codes);
                Assert.Equal(whole.Numbers()[start..(start + length)], alone.Numbers());
            }
        }
    }

    /// <summary>Magnitudes over thirteen decades, one in sixteen zero, with signs where there are some.</summary>
    private static float[] Numbers(CodeReference reference, int count, int seed, double scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            random.Next(16) == 0 ? 0 : (float)(scale * Math.Pow(10, -13 * random.NextDouble()) * (reference.IsNonNegative || random.Next(2) == 0 ? 1 : -1)))];
    }

    private static void AssertAsDefined(CodeReference reference, float[] numbers)
    {
        float[] scales = [.. numbers.Chunk(CodedBlocks.Length).Select(CodeReference.Scale)];
        byte[] codes = [.. numbers.Select((number, i) => reference.Encode(number, scales[i / CodedBlocks.Length]))];
        var block = NarrowBlock.Of(numbers, reference.IsNonNegative);
        block.AssertSame(new(codes, scales, reference.IsNonNegative));
        Assert.Equal(codes.Select((code, i) => reference.Decode(code, scales[i / CodedBlocks.Length])), block.Numbers());
    }
}
