using System.Numerics;

namespace SimdReg.Benchmarks.Support;

/// <summary>The numbers that benchmarks compute with: the same in every process.</summary>
internal static class Numbers
{
    // To draw as many as fill memory would take longer than to measure. A prime, so that no part of a sum repeats another's numbers.
    private const int DrawnCount = 65_521;

    /// <summary>Magnitudes between ½ and 1, of either sign.</summary>
    public static void Fill<T>(Span<T> numbers, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill(numbers, random, scale: 1);

    /// <summary>Magnitudes between ¼ and ½ of the smallest normal number, of either sign.</summary>
    public static void FillSubnormal<T>(Span<T> numbers, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill(numbers, random, Math.ScaleB(1, typeof(T) == typeof(float) ? -127 : -1023));

    /// <summary>The nearest bfloat16 to each number.</summary>
    public static void Round(ReadOnlySpan<float> numbers, Span<BFloat16> rounded) => new StoredSpan(rounded).CopyFrom(numbers);

    private static void Fill<T>(Span<T> numbers, Random random, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var drawn = Math.Min(numbers.Length, DrawnCount);
        foreach (ref var number in numbers[..drawn])
        {
            var value = (2 * random.NextDouble()) - 1;
            number = T.CreateTruncating((value + Math.CopySign(1, value)) / 2 * scale);
        }

        for (var start = drawn; start < numbers.Length; start += drawn)
        {
            var length = Math.Min(drawn, numbers.Length - start);
            numbers[..length].CopyTo(numbers[start..]);
        }
    }
}
