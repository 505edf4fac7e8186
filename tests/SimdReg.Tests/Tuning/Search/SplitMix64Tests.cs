using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The generator that all draws and folds come from.</summary>
public class SplitMix64Tests
{
    [Fact]
    public void It_draws_the_numbers_that_others_draw_from_the_same_seed()
    {
        // The test vector of Rosetta Code, and two numbers of Python's integers for a seed that is not positive.
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Draws(1234567, 5));
        Assert.Equal([0xE4D971771B652C20, 0xE99FF867DBF682C9], Draws(-1, 2));
    }

    [Fact]
    public void A_share_is_the_first_53_bits()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal((6457827717110365317 >> 11) / 9007199254740992.0, random.NextShare());
    }

    [Fact]
    public void Integers_fill_the_range_evenly()
    {
        // 20,000 draws from 5: Hoeffding lets a count miss 4,000 by √(20,000 · ln(2 · 5 / 10⁻⁹) / 2) = 480 once in 10⁹ times.
        var random = new SplitMix64(3);
        var counts = new int[5];
        for (var i = 0; i < 20_000; i++)
        {
            counts[random.NextBelow(5)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 3_520, 4_480));
    }

    [Fact]
    public void Each_order_of_three_is_as_likely_over_successive_seeds()
    {
        // 6,000 seeds, 6 orders: as above, √(6,000 · ln(2 · 6 / 10⁻⁹) / 2) = 264.
        var counts = Enumerable.Range(0, 6_000)
            .Select(seed =>
            {
                char[] order = ['a', 'b', 'c'];
                new SplitMix64(seed).Shuffle(order.AsSpan());
                return new string(order);
            })
            .CountBy(order => order)
            .ToArray();

        Assert.Equal(6, counts.Length);
        Assert.All(counts, order => Assert.InRange(order.Value, 1_000 - 264, 1_000 + 264));
    }

    private static ulong[] Draws(int seed, int count)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }
}
