namespace SimdReg.Mpi.Tests;

/// <summary>A kind of array, and where it may be cut.</summary>
/// <param name="Name">The name.</param>
/// <param name="Multiple">What the number of weights is a multiple of.</param>
/// <param name="AddTo">Adds an array of a length to a set.</param>
/// <param name="CanCut">Whether an array of a length may be cut at an index.</param>
/// <param name="Unit">The number of weights that stay together at most, in an array of a length.</param>
internal sealed record PlanKind(string Name, int Multiple, Action<ShardedSet<float>, int> AddTo, Func<int, int, bool> CanCut, Func<int, int> Unit)
{
    private static readonly int[] _offsets = [0, 1, 1, 300, 2000, 2001, 2600, 7000];

    /// <summary>The only length, or null.</summary>
    public int? Length { get; init; }

    public static PlanKind[] All { get; } =
    [
        new("no state", 1, (set, length) => set.Add(new float[length], new Sgd(0.1)), (place, _) => place % 256 == 0, _ => 256),
        new("two numbers of state", 1, (set, length) => set.Add(new float[length], new Adam(0.1), new L1(0.1)), (place, _) => place % 256 == 0, _ => 256),
        new("rows of 7", 7, (set, length) => set.Add(new float[length], new Momentum(0.1), new GroupLasso(1).Over(WeightGroups.Rows(7)).Proximal()), (place, _) => place % 7 == 0, _ => 256),
        new("rows of 700", 700, (set, length) => set.Add(new float[length], new Adam(0.1), new GroupLasso(1).Over(WeightGroups.Rows(700)).Proximal()), (place, _) => place % 700 == 0, _ => 700),
        new("rows without strength", 300, (set, length) => set.Add(new float[length], new Adam(0.1), new GroupLasso(0).Over(WeightGroups.Rows(300)).Proximal()), (place, _) => place % 300 == 0, _ => 300),
        new("columns", 10, (set, length) => set.Add(new float[length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.Columns(10)).Proximal()), (_, _) => false, length => length),
        new("offsets", 1, (set, length) => set.Add(new float[length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.FromOffsets(_offsets)).Proximal()), (place, _) => _offsets.Contains(place), _ => 4400) { Length = 7000 },
        new("indices", 1, (set, length) => set.Add(new float[length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.FromIndices([1, 4], [899])).Proximal()), (_, _) => false, length => length) { Length = 900 },
        new("blocks of 4 in rows of 6", 12, (set, length) => set.Add(new float[length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.Rows(6)).Within(new NMSparsity(2, 4)).Proximal()), (place, _) => place % 12 == 0, _ => 256),
        new("a ball", 1, (set, length) => set.Add(new float[length], new Sgd(0.1), default(None).Within(new L1Ball(3)).Proximal()), (_, _) => false, length => length),
        new("a box", 1, (set, length) => set.Add(new float[length], new Sgd(0.1), default(None).Within(new Box(-1, 1)).Proximal()), (place, _) => place % 256 == 0, _ => 256),
    ];
}
