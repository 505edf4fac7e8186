using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Tests.Support;

/// <summary>The lengths and misalignments at which loops go wrong.</summary>
internal static class Lengths
{
    /// <summary>How far into a buffer a span may start: sixteen floats are a cache line, and the widest lanes.</summary>
    public const int MaxOffset = 15;

    private const int Unroll = 4;

    private static readonly int[] _laneCounts = [1, 2, 4, 8, 16];

    /// <summary>0 to 300, and one less and one more than the first eight turns of every unrolled loop.</summary>
    public static IReadOnlyList<int> OfSteps { get; } =
    [
        .. Enumerable.Range(0, 301)
            .Union(from count in _laneCounts
                   from turns in Enumerable.Range(1, 8)
                   from length in Around(Unroll * count * turns)
                   select length)
            .Order(),
    ];

    /// <summary>From below one lane to where the widest loop walks to a boundary first: for tests that visit every position.</summary>
    public static IReadOnlyList<int> Few { get; } = [1, 2, 3, 5, 8, 9, 17, 31, 149];

    public static IReadOnlyList<int> Offsets { get; } = [.. Enumerable.Range(0, MaxOffset + 1)];

    /// <summary>None, one element, to either side of half a cache line of floats, and one short of a cache line.</summary>
    public static IReadOnlyList<int> FewOffsets { get; } = [0, 1, 7, 9, MaxOffset];

    /// <summary>Those of steps, around as much as one lane takes, around a part of a block, and around the ends of the first two.</summary>
    public static IReadOnlyList<int> OfSums<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. OfSteps.Union(AroundBlocks<T>())];

    /// <summary>A few short ones, and the long ones of all.</summary>
    public static IReadOnlyList<int> FewOfSums<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Few.Union(AroundBlocks<T>())];

    /// <summary>Those that a block may have whose sum is made in so many lanes.</summary>
    public static IEnumerable<int> OfBlocks<T>(int laneCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        OfSums<T>().Where(length => length <= (laneCount == 1 ? Blocks<T>.LaneLength : Blocks<T>.Length));

    /// <summary>Every position of a few lengths, and those around the end of the first block.</summary>
    public static IReadOnlyList<(int Length, int Position)> PositionsOfSums<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            .. from length in Few from position in Enumerable.Range(0, length) select (length, position),
            .. from position in Around(Blocks<T>.Length) select (Blocks<T>.Length + 5, position),
        ];

    private static int[] AroundBlocks<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Around(Blocks<T>.LaneLength), .. Around(Blocks<T>.PartLength), .. Around(Blocks<T>.Length), .. Around(2 * Blocks<T>.Length)];

    private static int[] Around(int length) => [length - 1, length, length + 1];
}
