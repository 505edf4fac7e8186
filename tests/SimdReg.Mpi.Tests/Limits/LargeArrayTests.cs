namespace SimdReg.Mpi.Tests;

/// <summary>Arrays of more bytes than a span can have: ranks compare all of their weights.</summary>
[Trait("Category", "Long")]
public class LargeArrayTests
{
    private const int Count = (1 << 29) + 7;

    [Fact]
    public void An_array_of_more_than_2_to_31_bytes_is_compared_to_its_end()
    {
        // Zeros that are only read take no memory.
        float[][] weights = [new float[Count], new float[Count]];
        AssertCompared((rank, set) => set.Add(weights[rank], new Sgd(0.1)), () => weights[1][^1] = 1, () => weights[1][^1] = 0);
    }

    [Fact]
    public void A_stored_array_of_more_than_2_to_31_bytes_is_compared_to_its_end()
    {
        BFloat16[][] weights = [new BFloat16[2 * Count], new BFloat16[2 * Count]];
        AssertCompared(
            (rank, set) => set.Add(weights[rank], new Sgd(0.1), default(None).Coupled(), new(NumberFormat.BFloat16)), () => weights[1][^1] = (BFloat16)1f, () => weights[1][^1] = default);
    }

    private static void AssertCompared(Func<int, ShardedSet<float>, ShardedArray<float>> add, Action change, Action restore)
    {
        change();
        ThreadRanks.Run(2, rank =>
        {
            var set = new ShardedSet<float>(rank);
            add(rank.Rank, set);
            Assert.Contains("The weights of array 0 differ", Assert.Throws<InvalidOperationException>(set.Partition).Message, StringComparison.Ordinal);
        });
        restore();
        ThreadRanks.Run(2, rank =>
        {
            var set = new ShardedSet<float>(rank);
            var array = add(rank.Rank, set);
            set.Partition();
            Assert.Equal(rank.Rank == 1, array.Shard.End.Value == array.WeightCount);
        });
    }
}
