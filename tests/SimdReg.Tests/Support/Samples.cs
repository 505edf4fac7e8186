using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>Numbers to compute with, the same in every run.</summary>
internal static class Samples
{
    /// <summary>Magnitudes from about 0.001 to 10 and either sign, one in sixteen zero.</summary>
    public static T[] Weights<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Make(count, seed, random => random.Next(16) == 0 ? T.Zero : Ordinary<T>(random));

    /// <summary>As the weights, but never zero.</summary>
    public static T[] Gradients<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Make(count, seed, Ordinary<T>);

    /// <summary>These numbers, with a stretch of huge ones that a look at a few of them does not see.</summary>
    public static T[] Misleading<T>(IEnumerable<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. numbers.Select((number, i) => i is > 100 and < 1500 ? T.CreateTruncating(1e6) : number)];

    /// <summary>Any number at all, half of them special.</summary>
    public static T[] BitPatterns<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var specials = Specials<T>();
        return Make(count, seed, random => random.Next(2) == 0
            ? specials[random.Next(specials.Length)]
            : Bits.From<T>((ulong)random.NextInt64(long.MinValue, long.MaxValue)));
    }

    /// <summary>Numbers at which arithmetic changes its ways, with both signs.</summary>
    public static T[] Specials<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var smallestNormal = SmallestNormal<T>();
        T[] magnitudes =
        [
            T.Zero,
            T.Epsilon,
            smallestNormal / T.CreateTruncating(2),
            T.BitDecrement(smallestNormal),
            smallestNormal,
            T.BitIncrement(smallestNormal),
            T.One,
            T.BitIncrement(T.One),
            LargestFinite<T>(),
            T.PositiveInfinity,
            T.NaN,
        ];
        return [.. magnitudes, .. magnitudes.Select(magnitude => -magnitude)];
    }

    public static T SmallestNormal<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? T.CreateTruncating(MathF.ScaleB(1, -126)) : T.CreateTruncating(Math.ScaleB(1, -1022));

    public static T LargestFinite<T>()
        where T : IBinaryFloatingPointIeee754<T> =>
        T.BitDecrement(T.PositiveInfinity);

    private static T Ordinary<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating((random.Next(2) == 0 ? -1 : 1) * Math.Pow(10, (4 * random.NextDouble()) - 3));

    private static T[] Make<T>(int count, int seed, Func<Random, T> next)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => next(random))];
    }
}
