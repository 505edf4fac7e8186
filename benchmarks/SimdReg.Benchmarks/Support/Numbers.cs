using System.Numerics;

namespace SimdReg.Benchmarks.Support;

/// <summary>The numbers that benchmarks compute with: the same in every process.</summary>
internal static class Numbers
{
    /// <summary>Magnitudes between ½ and 1, of either sign.</summary>
    public static void Fill<T>(Span<T> numbers, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill(numbers, random, scale: 1);

    /// <summary>Magnitudes between ¼ and ½ of the smallest normal number, of either sign.</summary>
    public static void FillSubnormal<T>(Span<T> numbers, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill(numbers, random, Math.ScaleB(1, typeof(T) == typeof(float) ? -127 : -1023));

    private static void Fill<T>(Span<T> numbers, Random random, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var number in numbers)
        {
            var value = (2 * random.NextDouble()) - 1;
            number = T.CreateTruncating((value + Math.CopySign(1, value)) / 2 * scale);
        }
    }
}
