using SimdReg.Tests.Support;

namespace SimdReg.Tests.Models;

/// <summary>Sets of very many arrays. If each array were compared with every other, these tests would take minutes to hours.</summary>
public class ManyArraysTests
{
    private static readonly Sgd _rule = new(0.1);

    [Fact]
    public void Slices_of_one_array_are_added_in_any_order_and_a_further_one_is_refused()
    {
        const int Count = 1 << 18;
        var (weights, gradients, set) = (new float[2 * Count], new float[2 * Count], new ParameterSet<float>());
        var order = Order(Count);
        foreach (var i in order)
        {
            set.Add(weights.AsMemory(2 * i, 2), gradients.AsMemory(2 * i, 2), _rule);
        }

        Assert.Equal(Count, set.Arrays.Count);
        foreach (var i in (int[])[0, 1, Count / 3, Count - 1])
        {
            var error = Assert.Throws<ArgumentException>(() => set.Add(new float[1], gradients.AsMemory((2 * order[i]) + 1, 1), _rule));
            Assert.Equal("gradients", error.ParamName);
            Assert.Contains($"of array {i}:", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Count, set.Arrays.Count);
    }

    [Fact]
    public void A_set_takes_1048576_arrays_and_refuses_one_more()
    {
        const int Largest = 1 << 20;
        var set = new ParameterSet<float>();
        for (var i = 0; i < Largest; i++)
        {
            set.Add(default, default, _rule);
        }

        var error = Assert.Throws<InvalidOperationException>(() => set.Add(default, default, _rule));
        Assert.Contains("at most 1048576 arrays", error.Message, StringComparison.Ordinal);
        Assert.Equal(Largest, set.Arrays.Count);
    }

    [Fact]
    public void Memory_that_a_collection_has_moved_overlaps_where_it_lies_now_and_not_where_it_lay()
    {
        // Enough for several blocks of the sorted list. The test moves the memory itself, so that the order of addresses surely changes.
        const int Count = 1_000;
        var places = GC.AllocateArray<float>(2 * Count, pinned: true);
        var set = new ParameterSet<float>();
        var order = Order(Count);
        var hasMoved = false;
        for (var i = 0; i < Count; i++)
        {
            var at = i;
            set.Add(new SpanMemory<float>(1, () => places.AsSpan(hasMoved ? Count + order[at] : at, 1)).Memory, new float[1], _rule);
        }

        hasMoved = true;
        GC.Collect(0);
        for (var i = 0; i < Count; i++)
        {
            var error = Assert.Throws<ArgumentException>(() => set.Add(places.AsMemory(Count + order[i], 1), new float[1], _rule));
            Assert.Contains($"of array {i}:", error.Message, StringComparison.Ordinal);
        }

        for (var i = 0; i < Count; i++)
        {
            set.Add(places.AsMemory(i, 1), new float[1], _rule);
        }
    }

    [Fact]
    public void An_overlap_is_found_when_a_collection_moves_both_arrays_during_the_search()
    {
        // Which reading comes during the search is not known here, so the move comes at the first, at the second and so on.
        for (var reading = 1; reading <= 12; reading++)
        {
            foreach (var areWeights in (bool[])[true, false])
            {
                var (readings, hasMoved) = (0, false);
                var places = GC.AllocateArray<float>(9, pinned: true);
                var set = new ParameterSet<float>();
                set.Add(new SpanMemory<float>(2, () => places.AsSpan(hasMoved ? 6 : 0, 2)).Memory, new float[2], _rule);
                var added = new SpanMemory<float>(2, () =>
                {
                    if (++readings == reading)
                    {
                        hasMoved = true;
                        GC.Collect(0);
                    }

                    return places.AsSpan(hasMoved ? 7 : 1, 2);
                }).Memory;

                var error = Assert.Throws<ArgumentException>(() => areWeights ? set.Add(added, new float[2], _rule) : set.Add(new float[2], added, _rule));
                Assert.Equal(areWeights ? "weights" : "gradients", error.ParamName);
                Assert.Single(set.Arrays);
            }
        }
    }

    [Fact]
    public void An_overlap_is_found_and_a_separate_array_is_added_when_each_reading_causes_a_collection()
    {
        var (values, set) = (new float[9], new ParameterSet<float>());
        var collecting = new SpanMemory<float>(9, () =>
        {
            GC.Collect(0);
            return values;
        }).Memory;
        set.Add(collecting[2..4], new float[2], _rule);
        set.Add(collecting[4..6], values.AsMemory(7, 2), _rule);
        Assert.Equal("weights", Assert.Throws<ArgumentException>(() => set.Add(collecting[3..5], new float[2], _rule)).ParamName);
        Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => set.Add(new float[2], values.AsMemory(1, 2), _rule)).ParamName);
        Assert.Equal(2, set.Arrays.Count);
    }

    [Fact]
    public void An_array_whose_gradients_cannot_be_read_is_not_added_nor_are_its_weights()
    {
        for (var reading = 1; reading <= 12; reading++)
        {
            var (readings, weights, gradients, set) = (0, new float[2], new float[2], new ParameterSet<float>());
            var disposed = new SpanMemory<float>(2, () => ++readings >= reading ? throw new ObjectDisposedException("memory") : gradients).Memory;
            if (Record.Exception(() => set.Add(weights, disposed, _rule)) is not null)
            {
                Assert.Empty(set.Arrays);
                set.Add(weights, gradients, _rule);
            }
        }
    }

    private static int[] Order(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(5).Shuffle(order);
        return order;
    }
}
