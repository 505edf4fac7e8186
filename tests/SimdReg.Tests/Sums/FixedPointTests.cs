using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Sums;

namespace SimdReg.Tests.Sums;

/// <summary>What holds however many numbers are added: a billion of them would take too long to reach the first carry.</summary>
public class FixedPointTests
{
    private const int Bits = 300;
    private const int Additions = 10_000;

    /// <summary>Every position from which 64 bits, added that often, end before the last bit.</summary>
    private const int Positions = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Additions_beyond_the_carry_free_ones_lose_no_bit_and_never_fill_a_digit(int carryFreeAdditions)
    {
        var number = new FixedPoint(Bits, carryFreeAdditions);
        var expected = BigInteger.Zero;
        for (var i = 0; i < Additions; i++)
        {
            // 37 and 200 have no common divisor: all positions have their turn, each at another distance from a carry.
            var position = 37 * i % Positions;
            number.Add(ulong.MaxValue, position);
            expected += (BigInteger)ulong.MaxValue << position;

            // A digit that has carried is below 2³², and each addition since then added less than 2³².
            var limit = (ulong)(carryFreeAdditions + 1) << 32;
            Assert.True(Digits(number).Max() < limit, $"A digit holds {Digits(number).Max()} after {i + 1} additions.");
        }

        Assert.Equal(expected, number.Value);
    }

    [Fact]
    public void Another_number_is_added_without_loss_between_carries_and_stays_as_it_is()
    {
        var (number, other) = (new FixedPoint(Bits, 7), new FixedPoint(Bits, 5));
        var (expected, added) = (BigInteger.Zero, BigInteger.Zero);
        for (var i = 0; i < 100; i++)
        {
            number.Add(ulong.MaxValue, i);
            expected += (BigInteger)ulong.MaxValue << i;
            other.Add(ulong.MaxValue, 2 * i);
            added += (BigInteger)ulong.MaxValue << (2 * i);

            number.Add(other);
            expected += added;
            Assert.Equal(expected, number.Value);
            Assert.Equal(added, other.Value);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_digits")]
    private static extern ref ulong[] Digits(FixedPoint number);
}
