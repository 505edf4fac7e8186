using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Lanes;

/// <summary>The mean of stochastic rounding over every draw there is: exact, without a tolerance.</summary>
internal static class StochasticLaws<B>
    where B : struct, IBitLanes<B>
{
    private const int Draws = 1 << 16;
    private const int CodeDraws = 1 << 20;

    private static readonly float _largestBFloat16 = (float)BFloat16.MaxValue;

    public static void A_float_is_the_mean_of_its_bfloat16s_over_all_draws()
    {
        foreach (var number in Numbers(-149, 127).Where(number => Math.Abs(number) <= _largestBFloat16))
        {
            var rounded = NarrowLanes<B>.BFloat16s(Repeated(number, Draws), default(EveryDraw));
            Assert.Equal((double)number * Draws, rounded.Sum(bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)));
        }
    }

    public static void A_float_is_the_mean_of_its_Halves_over_all_draws()
    {
        var smallestNormal = MathF.ScaleB(1, -14);
        foreach (var number in Numbers(-60, 15).Where(number => Math.Abs(number) <= (float)Half.MaxValue))
        {
            // Below the smallest normal Half, 16 bits of the fraction count.
            var mean = Math.Abs(number) >= smallestNormal ? number : Math.ScaleB(Math.Truncate(Math.ScaleB(number, 40)), -40);
            var rounded = NarrowLanes<B>.Halves(Repeated(number, Draws), default(EveryDraw));
            Assert.Equal(mean * Draws, rounded.Sum(bits => (double)BitConverter.UInt16BitsToHalf(bits)));
        }
    }

    public static void A_number_is_the_mean_of_its_codes_over_all_draws()
    {
        foreach (var reference in CodeReference.Both)
        {
            // Among evenly spaced codes, 20 bits of the fraction count.
            var (lowest, unit) = (reference.LowestOctave, Math.ScaleB(reference.Smallest, -20));
            double[] values = [.. Enumerable.Range(0, 256).Select(code => (double)reference.Decode((byte)code, 1))];
            double[] numbers = [1, MathF.BitDecrement(1), 0.9375, 0.7, MathF.BitIncrement(0.5f), 0.001, lowest, 1.01 * lowest, 0.99 * lowest, 0.33 * lowest, 1.5 * reference.Smallest, 0.7 * reference.Smallest, 1e-6 * reference.Smallest, 1e-30, -0.3, -0.77 * reference.Smallest, -1];
            foreach (var number in numbers.Select(number => (float)number).Where(number => number >= reference.Smallest || !reference.IsNonNegative))
            {
                var codes = NarrowLanes<B>.Codes(Repeated(number, CodeDraws), default(EveryDraw), reference.IsNonNegative);
                var mean = Math.Abs(number) >= lowest ? number : Math.Truncate(number / unit) * unit;
                Assert.Equal(mean * CodeDraws, codes.Sum(code => values[code]));
            }
        }
    }

    public static void A_code_that_is_not_negative_is_the_smallest_for_every_smaller_number()
    {
        var smallest = (float)CodeReference.Both[1].Smallest;
        foreach (var number in (float[])[float.Epsilon, 1e-30f, smallest / 2, MathF.BitDecrement(smallest)])
        {
            Assert.All(NarrowLanes<B>.Codes(Repeated(number, 256), new Stochastic(1, 2, 0), isNonNegative: true), code => Assert.Equal(1, code));
        }
    }

    public static void A_number_that_a_format_has_is_stored_as_it_is_whatever_the_draw()
    {
        // The draws from the largest down, then 0 and those after it.
        float[] wide = [.. NarrowReference.BFloat16.Magnitudes.Select(magnitude => (float)magnitude)];
        float[] halves = [.. NarrowReference.Half.Magnitudes.Select(magnitude => (float)magnitude)];
        for (var number = 0; number < 4 * wide.Length / B.Count; number += 97)
        {
            var bits = number % wide.Length;
            Assert.All(NarrowLanes<B>.BFloat16s(Repeated(wide[bits], 64), default(EveryDraw), index: Draws - 32), found => Assert.Equal(bits, found));
            Assert.All(NarrowLanes<B>.BFloat16s(Repeated(-wide[bits], 64), default(EveryDraw), index: Draws - 32), found => Assert.Equal(bits | 0x8000, found));
            bits = number % halves.Length;
            Assert.All(NarrowLanes<B>.Halves(Repeated(halves[bits], 64), default(EveryDraw), index: Draws - 32), found => Assert.Equal(bits, found));
        }

        Assert.Equal(wide.Index().Select(number => (ushort)number.Index), NarrowLanes<B>.BFloat16s(wide, new Stochastic(1, 2, 3)));
        Assert.Equal(halves.Index().Select(number => (ushort)number.Index), NarrowLanes<B>.Halves(halves, new Stochastic(1, 2, 3)));
    }

    public static void A_finite_number_is_stored_as_one_of_its_neighbours_and_never_as_infinite()
    {
        float[] numbers = [.. Numbers(-149, 128), float.MaxValue, -float.MaxValue, MathF.BitIncrement(_largestBFloat16), 65504.004f, -65520];
        foreach (var number in numbers)
        {
            var below = NarrowReference.BFloat16.Below(Math.Abs((double)number));
            Assert.All(
                NarrowLanes<B>.BFloat16s(Repeated(number, 64), default(EveryDraw), index: Draws - 32),
                found => Assert.InRange(found & 0x7FFF, below, Math.Min(below + 1, 0x7F7F)));
            below = NarrowReference.Half.Below(Math.Abs((double)number));
            Assert.All(
                NarrowLanes<B>.Halves(Repeated(number, 64), default(EveryDraw), index: Draws - 32),
                found => Assert.InRange(found & 0x7FFF, below, Math.Min(below + 1, 0x7BFF)));
        }
    }

    public static void A_Half_that_is_not_negative_is_at_least_the_smallest_whatever_the_draw()
    {
        foreach (var number in (float[])[float.Epsilon, 1e-30f, MathF.ScaleB(1, -25), MathF.BitDecrement(MathF.ScaleB(1, -24))])
        {
            Assert.All(NarrowLanes<B>.Halves(Repeated(number, Draws), default(EveryDraw), isNonNegative: true), bits => Assert.Equal(1, bits));
        }

        Assert.All(NarrowLanes<B>.Halves(Repeated(0, 64), default(EveryDraw), isNonNegative: true), bits => Assert.Equal(0, bits));
    }

    /// <summary>Numbers of either sign from every third power of two, where the dropped bits are few, many or any.</summary>
    private static IEnumerable<float> Numbers(int lowest, int highest)
    {
        var random = new Random(4);
        for (var power = lowest; power < highest; power += 3)
        {
            var sign = int.IsEvenInteger(power) ? 1 : -1;
            yield return (float)Math.ScaleB(sign * (1 + random.NextDouble()), power);
            yield return MathF.BitIncrement(MathF.ScaleB(sign * 1.25f, power));
        }
    }

    private static float[] Repeated(float number, int count)
    {
        var numbers = new float[count];
        Array.Fill(numbers, number);
        return numbers;
    }
}
