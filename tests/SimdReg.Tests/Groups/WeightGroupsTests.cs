using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

/// <summary>How weights are divided.</summary>
public class WeightGroupsTests
{
    public static TheoryData<GroupShape> Shapes =>
    [
        .. from size in ((int Rows, int Columns)[])[(1, 1), (1, 9), (7, 1), (5, 13), (40, 3), (3, 700), (300, 40)]
           from shape in GroupShape.Each(size.Rows, size.Columns, seed: size.Rows * size.Columns)
           select shape,
        GroupShape.Rows(0, 5),
        GroupShape.Columns(0, 5),
        GroupShape.All(0),
        new GroupShape("no offsets", 0, WeightGroups.FromOffsets(0), []),
        new GroupShape("empty groups", 0, WeightGroups.FromOffsets(0, 0, 0), [[], []]),
        new GroupShape("no lists", 7, WeightGroups.FromIndices(), []),
        new GroupShape("two empty lists", 0, WeightGroups.FromIndices([], []), [[], []]),
    ];

    [Theory, MemberData(nameof(Shapes))]
    public void Each_group_has_its_weights_in_order(GroupShape shape)
    {
        var weights = Enumerable.Range(0, shape.Length).ToArray();
        Assert.Equal(shape.Lists.Length, shape.Groups.CountFor(shape.Length));
        for (var group = 0; group < shape.Lists.Length; group++)
        {
            var (start, length) = shape.Groups.Range(group, shape.Length);
            Assert.Equal(shape.Lists[group].Length, length);
            var found = new int[length];
            if (shape.Groups.AreAdjacent)
            {
                weights.AsSpan(start, length).CopyTo(found);
            }
            else
            {
                shape.Groups.Gather<int>(group, weights, found);
                int[] written = [.. weights.Select(_ => -1)];
                shape.Groups.Scatter<int>(group, found, written);
                Assert.Equal(weights.Select(i => shape.Lists[group].Contains(i) ? i : -1), written);
            }

            Assert.Equal(shape.Lists[group], found);
        }

        Assert.Equal(shape.Lists.Select(list => list.Length).Append(0).Max(), Math.Max(0, shape.Groups.LargestSize(shape.Length)));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Norms_are_those_of_each_group(GroupShape shape)
    {
        AssertNorms(shape, Samples.Weights<float>(shape.Length, seed: 710));
        AssertNorms(shape, Samples.Weights<double>(shape.Length, seed: 711));
        AssertNorms(shape, Samples.BitPatterns<float>(shape.Length, seed: 712));
        AssertNorms(shape, Samples.BitPatterns<double>(shape.Length, seed: 713));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_boundary_is_the_first_place_where_no_group_has_weights_on_both_sides(GroupShape shape)
    {
        var (first, last) = (shape.Lists.Where(list => list.Length > 0).Select(list => list.Min()).ToArray(), shape.Lists.Where(list => list.Length > 0).Select(list => list.Max()).ToArray());
        foreach (var index in Enumerable.Range(-1, Math.Min(shape.Length, 400) + 3).Append(shape.Length - 1))
        {
            var boundary = shape.Groups.BoundaryFrom(index, shape.Length);
            Assert.InRange(boundary, Math.Clamp(index, 0, shape.Length), shape.Length);
            Assert.DoesNotContain(Enumerable.Range(0, first.Length), i => first[i] < boundary && last[i] >= boundary);
            if (shape.Groups.AreAdjacent)
            {
                for (var earlier = Math.Max(index, 0); earlier < boundary; earlier++)
                {
                    Assert.Contains(Enumerable.Range(0, first.Length), i => first[i] < earlier && last[i] >= earlier);
                }

                // What comes before it are the groups that come before it.
                var count = shape.Groups.GroupAt(boundary);
                Assert.True(shape.Lists.Take(count).SelectMany(list => list).All(i => i < boundary));
                Assert.True(shape.Lists.Skip(count).SelectMany(list => list).All(i => i >= boundary));
            }
        }
    }

    [Fact]
    public void Offsets_that_do_not_start_at_zero_or_descend_are_refused()
    {
        AssertRefused("offsets", "is empty", () => WeightGroups.FromOffsets());
        AssertRefused("offsets", "starts with 1", () => WeightGroups.FromOffsets(1, 5));
        AssertRefused("offsets", "starts with -1", () => WeightGroups.FromOffsets(-1, 5));
        AssertRefused("offsets", "offsets[2] is 3", () => WeightGroups.FromOffsets(0, 4, 3));
        AssertRefused("offsets", "offsets[1] is -1", () => WeightGroups.FromOffsets(0, -1));
    }

    [Fact]
    public void Indices_that_are_negative_or_occur_twice_are_refused()
    {
        AssertRefused("groups", "index -1", () => WeightGroups.FromIndices([1, -1]));
        AssertRefused("groups", "index 3 twice", () => WeightGroups.FromIndices([1, 3], [2, 3]));
        AssertRefused("groups", "index 0 twice", () => WeightGroups.FromIndices([0, 0]));
        Assert.Equal("groups", Assert.Throws<ArgumentNullException>(() => WeightGroups.FromIndices((IEnumerable<int[]>)null!)).ParamName);
        Assert.Equal("groups", Assert.Throws<ArgumentNullException>(() => WeightGroups.FromIndices([1], null!)).ParamName);
    }

    [Fact]
    public void Rows_and_columns_below_one_are_refused()
    {
        foreach (var length in (int[])[0, -1, int.MinValue])
        {
            Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => WeightGroups.Rows(length)).ParamName);
            Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => WeightGroups.Columns(length)).ParamName);
        }
    }

    [Fact]
    public void Groups_that_do_not_fit_the_weights_are_refused()
    {
        AssertRefused("weightCount", "rows of 3", () => WeightGroups.Rows(3).CountFor(10));
        AssertRefused("weightCount", "columns of 4", () => WeightGroups.Columns(4).CountFor(10));
        AssertRefused("weightCount", "columns of 40", () => WeightGroups.Columns(40).CountFor(10));
        AssertRefused("weightCount", "the groups cover 9", () => WeightGroups.FromOffsets(0, 4, 9).CountFor(10));
        AssertRefused("weightCount", "the groups cover 11", () => WeightGroups.FromOffsets(0, 4, 11).CountFor(10));
        AssertRefused("weightCount", "index 10", () => WeightGroups.FromIndices([10]).CountFor(10));
        Assert.Equal(1, WeightGroups.FromIndices([9]).CountFor(10));
        AssertRefused("weights", "rows of 3", () => WeightGroups.Rows(3).Norms<float>(new float[10], new float[3]));
    }

    [Fact]
    public void A_negative_number_of_weights_is_refused()
    {
        foreach (var groups in (WeightGroups[])[WeightGroups.All, WeightGroups.Rows(3), WeightGroups.Columns(3), WeightGroups.FromOffsets(0), WeightGroups.FromIndices()])
        {
            Assert.Equal("weightCount", Assert.ThrowsAny<ArgumentException>(() => groups.CountFor(-3)).ParamName);
        }
    }

    [Fact]
    public void Norms_of_another_number_or_over_the_weights_are_refused_and_nothing_is_written()
    {
        float[] weights = [1, 2, 3, 4, 5, 6], norms = [9, 9, 9];
        AssertRefused("norms", "has 3 elements", () => WeightGroups.Rows(3).Norms<float>(weights, norms));
        AssertRefused("norms", "overlaps", () => WeightGroups.Rows(3).Norms<float>(weights, weights.AsSpan(4)));
        Assert.Throws<NotSupportedException>(() => WeightGroups.Rows(3).Norms<Half>(new Half[3], new Half[1]));
        Assert.Equal([9, 9, 9], norms);
        Assert.Equal([1, 2, 3, 4, 5, 6], weights);
    }

    [Fact]
    public void Offsets_and_indices_are_copied()
    {
        int[] offsets = [0, 2, 4], list = [1, 3];
        var (adjacent, indexed) = (WeightGroups.FromOffsets(offsets), WeightGroups.FromIndices(list));
        (offsets[1], list[0]) = (3, 0);
        Assert.Equal((2, 2), adjacent.Range(1, 4));
        var gathered = new int[2];
        indexed.Gather<int>(0, [0, 1, 2, 3], gathered);
        Assert.Equal([1, 3], gathered);
    }

    [Fact]
    public void Groups_are_required()
    {
        Assert.Equal("groups", Assert.Throws<ArgumentNullException>(() => new GroupLasso(1).Over(null!)).ParamName);
        Assert.Equal("groups", Assert.Throws<ArgumentNullException>(() => new SparseGroupLasso(1, 1).Over(null!)).ParamName);
        Assert.Same(WeightGroups.All, default(Grouped<GroupLasso, None>).Groups);
    }

    private static void AssertNorms<T>(GroupShape shape, T[] weights)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var norms = new T[shape.Lists.Length];
        shape.Groups.Norms<T>(weights, norms);
        Bits.Equal<T>([.. shape.Lists.Select(list => GroupNormReference.Of(list.Select(i => weights[i])))], norms, new($"{shape}", weights.Length, 0));
    }

    private static void AssertRefused(string name, string part, Action call)
    {
        var exception = Assert.Throws<ArgumentException>(call);
        Assert.Equal(name, exception.ParamName);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
