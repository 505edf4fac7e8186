using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Numbers;

/// <summary>Bits, constants and kinds of numbers.</summary>
public class BFloat16Tests
{
    /// <summary>All 65,536 of them.</summary>
    internal static IEnumerable<BFloat16> All => Enumerable.Range(0, 1 << 16).Select(bits => BFloat16.FromBits((ushort)bits));

    [Fact]
    public void A_span_of_bits_is_a_span_of_numbers()
    {
        Assert.Equal(2, Unsafe.SizeOf<BFloat16>());
        ushort[] bits = [0x3F80, 0xC000, 0x7F80];
        BFloat16[] numbers = [(BFloat16)1f, (BFloat16)(-2f), (BFloat16)float.PositiveInfinity];
        Assert.Equal(numbers, MemoryMarshal.Cast<ushort, BFloat16>(bits).ToArray());
        Assert.Equal(bits, MemoryMarshal.Cast<BFloat16, ushort>(numbers).ToArray());
    }

    [Fact]
    public void Bits_come_back()
    {
        var bits = 0;
        Assert.All(All, number => Assert.Equal(bits++, number.ToBits()));
    }

    [Fact]
    public void Constants_are_what_their_names_say()
    {
        Assert.Equal(0, BFloat16.Zero.ToBits());
        Assert.Equal(0x8000, BFloat16.NegativeZero.ToBits());
        Assert.Equal(1f, (float)BFloat16.One);
        Assert.Equal(float.ScaleB(1, -133), (float)BFloat16.Epsilon);
        Assert.Equal(float.ScaleB(2 - float.ScaleB(1, -7), 127), (float)BFloat16.MaxValue);
        Assert.Equal(-(float)BFloat16.MaxValue, (float)BFloat16.MinValue);
        Assert.Equal(float.PositiveInfinity, (float)BFloat16.PositiveInfinity);
        Assert.Equal(float.NegativeInfinity, (float)BFloat16.NegativeInfinity);
        Assert.Equal(Bits.Of(float.NaN), Bits.Of((float)BFloat16.NaN));
    }

    [Fact]
    public void A_number_is_of_the_kind_that_it_is_as_a_float()
    {
        foreach (var number in All)
        {
            var single = (float)number;
            Assert.Equal(
                (float.IsFinite(single), float.IsInfinity(single), float.IsPositiveInfinity(single), float.IsNegativeInfinity(single),
                    float.IsNaN(single), float.IsNegative(single), float.IsNormal(single), float.IsSubnormal(single)),
                (BFloat16.IsFinite(number), BFloat16.IsInfinity(number), BFloat16.IsPositiveInfinity(number), BFloat16.IsNegativeInfinity(number),
                    BFloat16.IsNaN(number), BFloat16.IsNegative(number), BFloat16.IsNormal(number), BFloat16.IsSubnormal(number)));
        }
    }
}
