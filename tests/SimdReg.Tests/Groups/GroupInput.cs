using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Tests.Properties;

namespace SimdReg.Tests.Groups;

/// <summary>What steps over groups are made from.</summary>
public sealed record GroupInput<T>(GroupShape Shape, StepInput<T> Numbers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Any bits once in five weights, where <paramref name="wild"/>.</summary>
    public static Gen<GroupInput<T>> From(bool wild) =>
        from rows in Gen.Choose(1, 12)
        from columns in Gen.Choose(1, 40)
        from kind in Gen.Choose(0, 4)
        from seed in Gen.Choose(0, int.MaxValue)
        from numbers in StepInput<T>.From(
            wild ? Gen.Frequency((40, Numbers<T>.Ordinary), (1, Numbers<T>.AnyBits)) : Numbers<T>.Ordinary, Gen.Choose(1, 4096).Select(value => value / 1024f), rows * columns)
        select new GroupInput<T>(GroupShape.Each(rows, columns, seed).ElementAt(kind), numbers);

    public override string ToString() => $"{Shape}, {Numbers}";
}

/// <summary>How inputs are drawn.</summary>
public static class GroupArbitraries
{
    public static Arbitrary<GroupInput<T>> Inputs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Arb.From(GroupInput<T>.From(wild: false));
}

/// <summary>How inputs are drawn that have special numbers too.</summary>
public static class WildGroupArbitraries
{
    public static Arbitrary<GroupInput<T>> Inputs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Arb.From(GroupInput<T>.From(wild: true));
}
