using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>Which rank steps which weights, in which chunks.</summary>
public class ShardPlanProperties
{
    private const int SmallestChunk = 512;

    [Property(MaxTest = 300)]
    public void The_shards_cover_all_weights_once_in_the_order_of_the_ranks(int seed, byte ranks)
    {
        var (size, plan, arrays) = (1 + (ranks % 9), Plan(seed, ranks, out _), Arrays(seed, out _));
        Assert.Equal(arrays.Sum(array => (long)array.WeightCount), plan.Length);
        Assert.Equal(0, plan.Shard(0).Start);
        Assert.Equal(plan.Length, plan.Shard(size - 1).End);
        for (var rank = 0; rank < size; rank++)
        {
            var (start, end) = plan.Shard(rank);
            Assert.True(start <= end);
            Assert.True(rank == 0 || plan.Shard(rank - 1).End == start);
        }
    }

    [Property(MaxTest = 300)]
    public void The_chunks_of_a_shard_cover_it_once_in_order_and_further_ones_are_empty(int seed, byte ranks)
    {
        var (size, plan) = (1 + (ranks % 9), Plan(seed, ranks, out _));
        var most = 0;
        for (var rank = 0; rank < size; rank++)
        {
            var (position, end) = plan.Shard(rank);
            var count = 0;
            for (var chunk = 0; chunk < plan.ChunkCount + 2; chunk++)
            {
                var (from, to) = plan.Chunk(rank, chunk);
                Assert.Equal(position, from);
                Assert.Equal(position < end, from < to);
                (position, count) = (to, from < to ? count + 1 : count);
            }

            Assert.Equal(end, position);
            most = Math.Max(most, count);
        }

        Assert.Equal(most, plan.ChunkCount);
    }

    [Property(MaxTest = 300)]
    public void The_parcels_of_a_chunk_cover_it_once_in_order_and_those_of_all_ranks_fit_into_an_exchange(int seed, byte ranks, ushort most)
    {
        var size = 1 + (ranks % 9);
        var mostInExchange = size + (most % 5000);
        var plan = new ShardPlan<float>(Arrays(seed, out _), size, SmallestChunk, mostInExchange);
        var positions = Enumerable.Range(0, size).Select(rank => plan.Shard(rank).Start).ToArray();
        var chunks = 0;
        for (var parcel = 0; parcel < plan.ParcelCount; parcel++)
        {
            var endsChunk = plan.EndsChunk(parcel, out var chunk);
            Assert.Equal(chunks, chunk);
            var sum = 0L;
            for (var rank = 0; rank < size; rank++)
            {
                var (start, end) = plan.Parcel(rank, parcel);
                Assert.Equal(positions[rank], start);
                Assert.True(start <= end);
                Assert.True(!endsChunk || end == plan.Chunk(rank, chunk).End);
                sum += end - start;
                positions[rank] = end;
            }

            // Parts of equal length are rounded up.
            Assert.InRange(sum, 1, mostInExchange + size);
            chunks += endsChunk ? 1 : 0;
        }

        Assert.Equal(plan.ChunkCount, chunks);
        Assert.Equal(Enumerable.Range(0, size).Select(rank => plan.Shard(rank).End), positions);
    }

    [Property(MaxTest = 300)]
    public void No_cut_splits_a_group_or_a_block_of_8_bit_state_and_a_chunk_is_at_most_one_of_these_too_long(int seed, byte ranks)
    {
        var plan = Plan(seed, ranks, out var chunkLength);
        var arrays = Arrays(seed, out var kinds);
        for (var rank = 0; rank < 1 + (ranks % 9); rank++)
        {
            for (var chunk = 0; chunk < plan.ChunkCount; chunk++)
            {
                var (from, to) = plan.Chunk(rank, chunk);
                var longest = 0;
                foreach (var (array, start, length) in plan.Parts(from, to))
                {
                    var kind = kinds[arrays.FindIndex(one => one.Offset == array.Offset && one.WeightCount > 0)];
                    foreach (var place in new[] { start, start + length }.Where(place => place > 0 && place < array.WeightCount))
                    {
                        Assert.True(kind.CanCut(place, array.WeightCount), $"{kind.Name} of {array.WeightCount} is cut at {place}.");
                        Assert.Equal(place, array.Whole.CutFrom(place));
                        Assert.Contains(place, plan.CutsOf(array));
                    }

                    longest = Math.Max(longest, kind.Unit(array.WeightCount));
                }

                Assert.True(to - from < chunkLength + longest, $"A chunk of {to - from}, where {chunkLength} and units of {longest} are asked.");
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Every_shard_begins_within_one_unit_of_its_share_of_the_bytes(int seed, byte ranks)
    {
        var (size, plan) = (1 + (ranks % 9), Plan(seed, ranks, out _));
        var arrays = Arrays(seed, out var kinds);
        var total = Bytes(plan.Length);
        for (var rank = 1; rank < size; rank++)
        {
            var start = plan.Shard(rank).Start;
            var (share, unit) = (total * rank / size, arrays.Index().Max(array => kinds[array.Index].Unit(array.Item.WeightCount) * array.Item.StepBytes));
            Assert.InRange(Bytes(start), share - unit, share + unit);
        }

        double Bytes(long position) => arrays.Sum(array => Math.Clamp(position - array.Offset, 0, array.WeightCount) * array.StepBytes);
    }

    [Property(MaxTest = 50)]
    public void Every_rank_computes_the_same_plan(int seed, byte ranks)
    {
        var (size, first, second) = (1 + (ranks % 9), Plan(seed, ranks, out _), Plan(seed, ranks, out _));
        Assert.Equal(first.ChunkCount, second.ChunkCount);
        for (var rank = 0; rank < size; rank++)
        {
            Assert.Equal(first.Shard(rank), second.Shard(rank));
            for (var chunk = 0; chunk < first.ChunkCount; chunk++)
            {
                Assert.Equal(first.Chunk(rank, chunk), second.Chunk(rank, chunk));
            }
        }
    }

    [Property(MaxTest = 100)]
    public void The_parts_between_two_positions_are_the_weights_between_them(int seed, byte ranks)
    {
        var (plan, arrays, random) = (Plan(seed, ranks, out _), Arrays(seed, out _), new Random(seed));
        var (start, end) = (random.NextInt64(plan.Length + 1), random.NextInt64(plan.Length + 1));
        (start, end) = (Math.Min(start, end), Math.Max(start, end));
        var position = start;
        foreach (var (array, from, length) in plan.Parts(start, end))
        {
            Assert.Equal(position, array.Offset + from);
            Assert.InRange(length, 1, array.WeightCount - from);
            position += length;
        }

        Assert.Equal(end, position);
        Assert.Equal((end - start) * sizeof(float), plan.WeightBytes(start, end));
    }

    [Fact]
    public void Bytes_count_weights_gradients_and_state_and_not_weights_alone()
    {
        // 8 + 4 bytes a weight, and 8 + 4 + 16 with two numbers of state.
        var set = new ShardedSet<float>(Communicator.Alone);
        set.Add(new float[28 * 256], new Sgd(0.1));
        set.Add(new float[12 * 256], new Adam(0.1));
        var plan = new ShardPlan<float>(set.Arrays, 2, SmallestChunk);
        Assert.Equal((0, 28 * 256), plan.Shard(0));
        Assert.Equal((28 * 256, 40 * 256), plan.Shard(1));
    }

    [Fact]
    public void An_array_that_cannot_be_cut_goes_to_one_rank_and_the_rest_to_the_others()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        set.Add(new float[1000], new Sgd(0.1));
        set.Add(new float[10_000], new Sgd(0.1), default(None).Within(new TopK(3)).Proximal());
        set.Add(new float[1000], new Sgd(0.1));
        var plan = new ShardPlan<float>(set.Arrays, 4, SmallestChunk);
        Assert.Equal([11_000, 0, 0, 1000], Enumerable.Range(0, 4).Select(rank => plan.Shard(rank).End - plan.Shard(rank).Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Without_weights_every_shard_is_empty(int emptyArrays)
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        for (var i = 0; i < emptyArrays; i++)
        {
            set.Add(Array.Empty<float>(), new Sgd(0.1));
        }

        var plan = new ShardPlan<float>(set.Arrays, 3, SmallestChunk);
        Assert.Equal(0, plan.ChunkCount);
        Assert.All(Enumerable.Range(0, 3), rank => Assert.Equal((0, 0), plan.Shard(rank)));
        Assert.Equal((0, 0), plan.Chunk(2, 0));
    }

    private static ShardPlan<float> Plan(int seed, byte ranks, out int chunkLength)
    {
        chunkLength = SmallestChunk + new Random(seed).Next(2000);
        return new(Arrays(seed, out _), 1 + (ranks % 9), chunkLength);
    }

    /// <summary>Up to 6 arrays, some of them empty or of a few weights, and sometimes one that is larger than all others.</summary>
    private static List<ShardedArray<float>> Arrays(int seed, out PlanKind[] kinds)
    {
        var random = new Random(seed);
        kinds = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => PlanKind.All[random.Next(PlanKind.All.Length)])];
        var set = new ShardedSet<float>(Communicator.Alone);
        foreach (var kind in kinds)
        {
            kind.AddTo(set, kind.Length ?? random.Next(random.Next(4) switch { 0 => 1, 1 => 20, 2 => 3000, _ => 20_000 }) / kind.Multiple * kind.Multiple);
        }

        return [.. set.Arrays];
    }
}
