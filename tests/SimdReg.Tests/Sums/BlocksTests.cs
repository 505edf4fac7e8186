using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Tests.Sums;

/// <inheritdoc/>
public class BlocksOfSingles : BlocksTests<float>;

/// <inheritdoc/>
public class BlocksOfDoubles : BlocksTests<double>;

/// <summary>How spans are cut.</summary>
public abstract class BlocksTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TheoryData<int> Lengths =>
        [0, 1, Blocks<T>.Length - 1, Blocks<T>.Length, Blocks<T>.Length + 1, (3 * Blocks<T>.Length) - 1, 3 * Blocks<T>.Length];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Blocks_follow_one_another_from_the_first_weight_to_the_last_and_all_but_the_last_are_whole(int length)
    {
        ReadOnlySpan<T> span = new T[length];
        var (end, whole) = (0, Blocks<T>.Length);
        var blocks = new Blocks<T>(span);
        while (blocks.MoveNext())
        {
            Assert.True(span.Slice(end, blocks.Current.Length) == blocks.Current); // The same place, not only the same weights.
            Assert.Equal(Math.Min(whole, length - end), blocks.Current.Length);
            end += blocks.Current.Length;
        }

        Assert.Equal(length, end);
        Assert.True(blocks.Current.IsEmpty);
    }
}
