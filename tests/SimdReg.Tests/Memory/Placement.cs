using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>The side of a span on which its guard lies.</summary>
internal enum Side
{
    Front,
    Back,
}

/// <summary>Where a span lies: so many elements from the guard on one of its sides.</summary>
internal readonly record struct Placement(Side Guard, int Distance)
{
    public bool IsFlush => Distance == 0;

    /// <summary>Every distance from either guard.</summary>
    public static IReadOnlyList<Placement> All { get; } =
        [.. from guard in Enum.GetValues<Side>() from distance in Lengths.Offsets select new Placement(guard, distance)];

    /// <summary>Two spans, each at every distance from either guard; flush against them in all four combinations.</summary>
    /// <remarks>Their distances differ but for 0 and 8, and visit all sixteen: three has no divisor in common with sixteen.</remarks>
    public static IReadOnlyList<(Placement Target, Placement Source)> Pairs { get; } =
    [
        .. from target in All
           from guard in Enum.GetValues<Side>()
           where target.IsFlush || (guard == target.Guard) == int.IsEvenInteger(target.Distance)
           select (target, new Placement(guard, 3 * target.Distance % Lengths.Offsets.Count)),
    ];
}
