using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Spans to add, and how.</summary>
public sealed record GradientInput<T>(T[][] Parts, int Length, int Seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Draws another number each time.</summary>
    public Random Random => new(Seed);

    public IEnumerable<GradientInput<T>> Smaller =>
        from smaller in (IEnumerable<GradientInput<T>>)
        [
            new([.. Parts.Take(Parts.Length / 2)], Length, Seed),
            new([.. Parts.Skip(1)], Length, Seed),
            Cut(..(Length / 2)),
            Cut((Length / 2)..),
        ]
        where smaller.Parts.Length > 0 && smaller.Length > 0 && (smaller.Parts.Length < Parts.Length || smaller.Length < Length)
        select smaller;

    public override string ToString() =>
        $"seed {Seed}, {Length} elements of\n{string.Join('\n', Parts.Select(part => string.Join(", ", part.Take(4).Select(Bits.Show))))}";

    private GradientInput<T> Cut(Range range) => new([.. Parts.Select(part => part[range])], range.GetOffsetAndLength(Length).Length, Seed);
}

/// <summary>Draws spans in which each element is of another kind that is hard to add.</summary>
public static class GradientArbitraries
{
    // Around every vector, and around a part of a sum, which has 1,024 elements.
    private static readonly int[] _lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 149, 1023, 1024, 1025, 1100];

    private static readonly int[] _counts = [1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 33, 64];

    public static Arbitrary<GradientInput<float>> Floats() => Of<float>();

    public static Arbitrary<GradientInput<double>> Doubles() => Of<double>();

    private static Arbitrary<GradientInput<T>> Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Arb.From(
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from length in Gen.Elements(_lengths)
            from count in Gen.Elements(_counts)
            select new GradientInput<T>(HardGradients.Of<T>(count, length, new Random(seed)), length, seed),
            input => input.Smaller);
}
