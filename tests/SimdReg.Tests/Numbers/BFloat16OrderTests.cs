using System.Numerics;

namespace SimdReg.Tests.Numbers;

/// <summary>Order and equality are those of float.</summary>
public class BFloat16OrderTests
{
    /// <summary>Both signs of zero, subnormal, smallest normal, ordinary, largest and infinite numbers with their neighbours, and NaN: quiet, signalling, with other bits.</summary>
    private static readonly BFloat16[] _numbers = [.. new ushort[]
    {
        0x0000, 0x0001, 0x0002, 0x007F, 0x0080, 0x0081, 0x3DCD, 0x3F7F, 0x3F80, 0x3F81, 0x4000, 0x42F7, 0x7F00, 0x7F7E, 0x7F7F, 0x7F80, 0x7F81, 0x7FC0, 0x7FFF,
    }.SelectMany(bits => new[] { bits, (ushort)(bits | 0x8000) }).Select(BFloat16.FromBits)];

    [Fact]
    public void Every_pair_compares_as_floats_do()
    {
        foreach (var left in _numbers)
        {
            foreach (var right in _numbers)
            {
                Assert.Equal(Compared((float)left, (float)right), Compared(left, right));
            }
        }
    }

    [Fact]
    public void Equal_numbers_have_equal_hash_codes_and_others_hardly_ever()
    {
        var codes = new Dictionary<BFloat16, int>();
        foreach (var number in BFloat16Tests.All.Where(number => !codes.TryAdd(number, number.GetHashCode())))
        {
            Assert.Equal(codes[number], number.GetHashCode());
        }

        // One zero instead of 2 and one NaN instead of 2·127. As for float, NaN and +∞ share their code.
        Assert.Equal((1 << 16) - 1 - 253, codes.Count);
        Assert.Equal(codes.Count - 1, codes.Values.Distinct().Count());
    }

    [Fact]
    public void Sorting_gives_the_order_of_floats_with_NaN_first()
    {
        var shuffled = BFloat16Tests.All.ToArray();
        new Random(1).Shuffle(shuffled);
        var sorted = shuffled.Order().Select(number => (float)number).ToList();
        Assert.Equal(shuffled.Select(number => (float)number).Order(), sorted);
        Assert.True(float.IsNaN(sorted[0]));
        Assert.Equal(float.PositiveInfinity, sorted[^1]);
    }

    [Fact]
    public void Another_object_is_unequal_and_has_no_order()
    {
        Assert.False(BFloat16.One.Equals(1f));
        Assert.False(BFloat16.One.Equals(null));
        Assert.True(BFloat16.One.Equals((object)BFloat16.One));
        Assert.Equal(1, BFloat16.NaN.CompareTo(null));
        Assert.Equal(-1, BFloat16.One.CompareTo((object)BFloat16.MaxValue));
        var refusal = Assert.Throws<ArgumentException>("obj", () => BFloat16.One.CompareTo(1f));
        Assert.Contains("System.Single", refusal.Message, StringComparison.Ordinal);
    }

    private static (bool, bool, bool, bool, bool, bool, bool, int) Compared<T>(T left, T right)
        where T : IComparisonOperators<T, T, bool>, IEquatable<T>, IComparable<T>, IMinMaxValue<T> =>
        (left == right, left != right, (left < right), (left > right), left <= right, left >= right, left.Equals(right), left.CompareTo(right));
}
