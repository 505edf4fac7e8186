using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>Spans of finite weights that are hard to sum, each the same on every run.</summary>
internal static class HardWeights
{
    public static IEnumerable<string> Names => _generators.Keys;

    private static readonly Dictionary<string, Func<Random, int, bool, double>> _generators = new()
    {
        ["uniform"] = (random, _, _) => (2 * random.NextDouble()) - 1,
        ["normal(0, 0.02)"] = (random, _, _) => 0.02 * Normal(random),
        ["log-uniform over all exponents"] = (random, _, single) => Math.ScaleB(1 + random.NextDouble(), single ? random.Next(-149, 127) : random.Next(-1074, 1023)) * (random.Next(2) - 0.5),
        ["2^24, then ones"] = (_, i, _) => i == 0 ? 1 << 24 : 1,
        ["2^53, then ones"] = (_, i, _) => i == 0 ? 1L << 53 : 1,
        ["1e20"] = (random, _, _) => 1e20 * (random.Next(2) - 0.5),
        ["1e-25"] = (random, _, _) => 1e-25 * (1 + random.NextDouble()),
        ["1e200 or 1e-200"] = (random, _, single) => single ? 1e38 : random.Next(2) == 0 ? 1e200 : 1e-200,
        ["subnormal"] = (random, _, single) => random.Next(1, 1 << 20) * (single ? float.Epsilon : double.Epsilon),
        ["squares near the smallest normal"] = (random, _, single) => (1 + random.NextDouble()) * Math.ScaleB(1, single ? random.Next(-76, -60) : random.Next(-538, -500)),
        ["squares subnormal"] = (random, _, single) => (1 + random.NextDouble()) * Math.ScaleB(1, single ? random.Next(-75, -70) : random.Next(-537, -525)),
        ["largest finite"] = (_, _, single) => single ? float.MaxValue : double.MaxValue,
        ["a tie in float"] = (_, i, _) => i == 0 ? (1 << 25) + 4 : i == 1 ? 2 : 0,
        ["a tie in double"] = (_, i, _) => i == 0 ? (1L << 53) + 2 : i == 1 ? 1 : 0,
        ["just past a tie"] = (_, i, single) => i == 0 ? (single ? 1 << 24 : 1L << 53) : i == 1 ? 1 : i == 2 ? Math.ScaleB(1, single ? -149 : -1074) : 0,
        ["small integers"] = (random, _, _) => random.Next(-255, 256),
        ["random bits"] = (random, _, single) => FiniteBits(random, single),
        ["zeros"] = (random, _, _) => random.Next(2) == 0 ? 0.0 : -0.0,
    };

    public static T[] Of<T>(string name, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(_generators[name](random, i, typeof(T) == typeof(float))))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double FiniteBits(Random random, bool single)
    {
        double value;
        do
        {
            value = single
                ? BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32))
                : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        }
        while (!double.IsFinite(value));

        return value;
    }
}
