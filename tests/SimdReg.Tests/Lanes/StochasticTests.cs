using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using SimdReg.Lanes;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Lanes;

/// <summary>The draws of stochastic rounding: a function of seed, step, index and number alone.</summary>
public class StochasticTests
{
    private static readonly (ulong Seed, long Step, long Index)[] _places =
    [
        (0, 1, 0),
        (1, 1, 0),
        (0, 2, 0),
        (0, 1, 256),
        (ulong.MaxValue, long.MaxValue, 1L << 31),
        (0x0123_4567_89AB_CDEF, 1000, (1L << 32) - 4096),
        (0x0123_4567_89AB_CDEF, 1000, 1L << 32),
        (3, 7, (5L << 32) + 512),
        (3, 7, long.MaxValue - 8191),
    ];

    [Fact]
    public void A_draw_is_that_of_the_definition()
    {
        foreach (var (seed, step, index) in _places)
        {
            for (var number = 0; number < 4; number++)
            {
                var draws = Draws(seed, step, index, number, 4096);
                for (var i = 0; i < draws.Length; i++)
                {
                    Assert.Equal(RandomReference.Draw(seed, step, index + i, number) >> 1, draws[i]);
                }
            }
        }
    }

    [Fact]
    public void Fewer_dropped_bits_take_the_upper_bits_of_a_draw()
    {
        var rounding = new Stochastic(5, 6, 7);
        var all = rounding.Addend(default(Bits32), 31, 9, 1).Value;
        for (var dropped = 1; dropped < 31; dropped++)
        {
            Assert.Equal(all >> (31 - dropped), rounding.Addend(default(Bits32), dropped, 9, 1).Value);
        }
    }

    [Fact]
    public void A_draw_does_not_depend_on_the_bits_that_are_rounded() =>
        Assert.Equal(
            new Stochastic(5, 6, 7).Addend(new Bits32(0), 16, 9, 0),
            new Stochastic(5, 6, 7).Addend(new Bits32(0x3F80_1234), 16, 9, 0));

    [Fact]
    public void Every_width_draws_the_same()
    {
        AssertSame<VectorBits>();
        AssertSame<Bits512>();
    }

    [Fact]
    public void The_first_index_and_the_index_in_the_span_add_up()
    {
        var whole = Draws(11, 3, (1L << 32) - 8192, 2, 8192);
        foreach (var start in (int[])[1, 255, 256, 4096, 8191])
        {
            Assert.Equal(whole[start..], Draws(11, 3, (1L << 32) - 8192 + start, 2, 8192 - start));
        }
    }

    [Fact]
    public void Another_seed_step_number_or_upper_half_of_the_index_draws_otherwise()
    {
        (ulong, long, long, int)[] places =
        [
            .. from place in _places from number in Enumerable.Range(0, 4) select (place.Seed, place.Step, place.Index, number),
            .. from bit in Enumerable.Range(0, 64) select (1UL << bit, 1L, 4096L, 0),
            .. from bit in Enumerable.Range(1, 62) select (0UL, 1L << bit, 4096L, 0),
            .. from bit in Enumerable.Range(32, 31) select (0UL, 1L, (1L << bit) + 4096, 0),
        ];

        // Of so few draws of 31 bits, no two are the same.
        var draws = places.Distinct().Select(place => Draws(place.Item1, place.Item2, place.Item3, place.Item4, 8)).ToList();
        Assert.Equal(places.Length, draws.Count);
        Assert.Equal(8 * draws.Count, draws.SelectMany(sequence => sequence).Distinct().Count());
    }

    [Fact]
    public void Draws_have_the_mean_the_bits_and_the_neighbours_of_random_numbers()
    {
        // Within five standard deviations: of 2²⁰ draws the counts of a bit deviate by √2²⁰/2.
        const int Count = 1 << 20;
        const double Limit = 5 * (1 << 10) / 2.0;
        for (var number = 0; number < 4; number++)
        {
            var draws = Draws(42, 1000, 0, number, Count);
            var (ones, changes) = (new int[31], new int[31]);
            for (var i = 0; i < Count; i++)
            {
                var changed = draws[i] ^ draws[(i + 1) % Count];
                for (var bit = 0; bit < 31; bit++)
                {
                    ones[bit] += (int)(draws[i] >> bit) & 1;
                    changes[bit] += (int)(changed >> bit) & 1;
                }
            }

            Assert.All(ones.Concat(changes), count => Assert.InRange(count, (Count / 2) - Limit, (Count / 2) + Limit));

            // A uniform draw has the standard deviation 2³¹/√12.
            var deviation = Math.ScaleB(1, 31) / Math.Sqrt(12) / Math.Sqrt(Count);
            Assert.InRange(draws.Average(draw => (double)draw), Math.ScaleB(1, 30) - (5 * deviation), Math.ScaleB(1, 30) + (5 * deviation));
        }
    }

    [Fact]
    public void Draws_of_a_step_and_of_the_next_are_independent()
    {
        // Half of the 31 bits of each pair differ, within five standard deviations of their number.
        const int Count = 1 << 16;
        var limit = 5 * Math.Sqrt(31.0 * Count) / 2;
        foreach (var other in (uint[][])[Draws(1, 2, 0, 0, Count), Draws(2, 1, 0, 0, Count), Draws(1, 1, 0, 1, Count), Draws(1, 1, 1L << 32, 0, Count)])
        {
            var differing = Draws(1, 1, 0, 0, Count).Zip(other, (left, right) => BitOperations.PopCount(left ^ right)).Sum();
            Assert.InRange(differing, (31.0 * Count / 2) - limit, (31.0 * Count / 2) + limit);
        }
    }

    [Fact]
    public void The_draws_of_all_versions_are_these()
    {
        // A state that was stepped by one version is stepped alike by the next.
        Assert.Equal((uint[])[2113800952, 1423972620, 1473866053, 1077589467], Draws(0, 1, 0, 0, 4));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (seed, step, index) in _places)
        {
            for (var number = 0; number < 4; number++)
            {
                var draws = Draws(seed, step, index, number, 4096);
                var bytes = new byte[sizeof(uint) * draws.Length];
                for (var i = 0; i < draws.Length; i++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(uint) * i), draws[i]);
                }

                hash.AppendData(bytes);
            }
        }

        Assert.Equal("33831AB9B8A11C91F59B81F081D76D94E4C2A956B20667CB4249BFB01F755E34", Convert.ToHexString(hash.GetHashAndReset()));
    }

    /// <summary>The upper 31 bits of each draw.</summary>
    private static uint[] Draws(ulong seed, long step, long firstIndex, int number, int count) => Draws<Bits32>(new(seed, step, firstIndex), number, count);

    private static uint[] Draws<B>(Stochastic rounding, int number, int count)
        where B : struct, IBitLanes<B>
    {
        var draws = new uint[count];
        for (var i = 0; i < count; i += B.Count)
        {
            rounding.Addend(B.Splat(0), 31, (nuint)i, number).Store(ref draws[i]);
        }

        return draws;
    }

    private static void AssertSame<B>()
        where B : struct, IBitLanes<B>
    {
        foreach (var (seed, step, index) in _places)
        {
            for (var number = 0; number < 4; number++)
            {
                Assert.Equal(Draws(seed, step, index, number, 1024), Draws<B>(new(seed, step, index), number, 1024));
            }
        }
    }
}
