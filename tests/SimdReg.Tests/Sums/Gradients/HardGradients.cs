using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Numbers whose sum is hard to round.</summary>
internal static class HardGradients
{
    public static T[][] Of<T>(int count, int length, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = Enumerable.Range(0, count).Select(_ => new T[length]).ToArray();
        for (var i = 0; i < length; i++)
        {
            var numbers = Numbers<T>(count, random);
            random.Shuffle(numbers);
            for (var k = 0; k < count; k++)
            {
                parts[k][i] = numbers[k];
            }
        }

        return parts;
    }

    /// <summary>As many numbers of one kind.</summary>
    public static T[] Numbers<T>(int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (half, tiny, largest) = (Ulp<T>() / T.CreateChecked(2), T.Epsilon, Samples.LargestFinite<T>());
        return random.Next(12) switch
        {
            0 or 1 => Many(count, () => Ordinary<T>(random)),
            2 => Many(count, () => AnyFinite<T>(random)),
            3 => Many(count, () => Bits.From<T>((ulong)random.NextInt64()) * (T.CreateChecked(random.Next(2)) - T.CreateChecked(0.5))),
            4 => Cancelling<T>(count, random),
            5 => Padded(count, T.One, Sign(random, half), Sign(random, tiny), Sign(random, tiny)),
            6 => Padded(count, T.One + Ulp<T>(), half, Sign(random, half * half), Sign(random, tiny)),
            7 => Padded(count, largest, largest, Sign(random, largest), -largest),
            8 => Padded(count, largest, T.ScaleB(Ulp<T>(), typeof(T) == typeof(float) ? 126 : 1022), Sign(random, tiny)),
            9 => Many(count, () => Sign(random, Bits.From<T>((ulong)random.Next(1 << 10)))),
            10 => Many(count, () => T.CreateChecked(random.Next(-64, 64))),
            _ => Many(count, () => Sign(random, random.Next(8) == 0 ? Samples.SmallestNormal<T>() * Ordinary<T>(random) : T.Zero)),
        };
    }

    /// <summary>The distance from 1 to the next number.</summary>
    public static T Ulp<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.BitIncrement(T.One) - T.One;

    /// <summary>Numbers that add up to one of them, or to a tie beside it, in spite of their magnitudes.</summary>
    private static T[] Cancelling<T>(int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        for (var i = 0; i + 1 < count; i += 2)
        {
            numbers[i] = AnyFinite<T>(random) / T.CreateChecked(count);
            numbers[i + 1] = -numbers[i];
        }

        numbers[count - 1] = random.Next(2) == 0 ? T.Epsilon : Ordinary<T>(random);
        return numbers;
    }

    private static T[] Padded<T>(int count, params T[] numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. numbers.Take(count), .. Enumerable.Repeat(T.NegativeZero, Math.Max(0, count - numbers.Length))];

    private static T[] Many<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static T Sign<T>(Random random, T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => random.Next(2) == 0 ? number : -number;

    private static T Ordinary<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateChecked(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static T AnyFinite<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T number;
        do
        {
            number = Bits.From<T>((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }
        while (!T.IsFinite(number));

        return number;
    }
}
