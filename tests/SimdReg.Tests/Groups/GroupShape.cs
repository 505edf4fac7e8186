namespace SimdReg.Tests.Groups;

/// <summary>Groups, and the same as a list of indices for each.</summary>
public sealed record GroupShape(string Name, int Length, WeightGroups Groups, int[][] Lists)
{
    public override string ToString() => $"{Name} of {Length}";

    public static GroupShape Rows(int rows, int columns) => new(
        $"rows of {columns}",
        rows * columns,
        WeightGroups.Rows(columns),
        [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(row * columns, columns).ToArray())]);

    public static GroupShape Columns(int rows, int columns) => new(
        $"{columns} columns",
        rows * columns,
        WeightGroups.Columns(columns),
        rows == 0 ? [] : [.. Enumerable.Range(0, columns).Select(column => Enumerable.Range(0, rows).Select(row => (row * columns) + column).ToArray())]);

    public static GroupShape All(int length) => new("one group", length, WeightGroups.All, length == 0 ? [] : [[.. Enumerable.Range(0, length)]]);

    /// <summary>Adjacent groups of any length, some of them empty.</summary>
    public static GroupShape Offsets(int length, int seed)
    {
        var random = new Random(seed);
        int[] offsets = [0, .. Enumerable.Range(0, 1 + (length / 7)).Select(_ => random.Next(length + 1)).SelectMany(i => i % 5 == 0 ? [i, i] : new[] { i }).Order(), length];
        return new(
            "offsets",
            length,
            WeightGroups.FromOffsets(offsets),
            [.. offsets.Zip(offsets.Skip(1)).Select(pair => Enumerable.Range(pair.First, pair.Second - pair.First).ToArray())]);
    }

    /// <summary>Lists of indices in any order. The last of them has no group, and one group is empty.</summary>
    public static GroupShape Indices(int length, int seed)
    {
        var random = new Random(seed);
        var shuffled = Enumerable.Range(0, length).ToArray();
        random.Shuffle(shuffled);
        int[][] lists = [[], .. shuffled.Take(length - 1).Chunk(1 + random.Next(20))];
        return new("lists", length, WeightGroups.FromIndices(lists), lists);
    }

    public static IEnumerable<GroupShape> Each(int rows, int columns, int seed) =>
        [Rows(rows, columns), Columns(rows, columns), Offsets(rows * columns, seed), Indices(rows * columns, seed), All(rows * columns)];
}
