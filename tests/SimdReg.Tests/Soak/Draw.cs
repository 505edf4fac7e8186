using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Draws everything that a case of the soak is made of. The same seed and number draw the same case on every machine.</summary>
internal sealed class Draw(ulong seed, long number)
{
    private const int ShortLength = 300;
    private const int MiddleLength = 6_000;

    /// <summary>Some ranges for several threads, with a rest.</summary>
    private const int LongLength = Thresholds.RangeLength * 5 / 2;

    private readonly Random _random = new(Mixed(seed, number));

    public int Below(int count) => _random.Next(count);

    public bool OneIn(int count) => _random.Next(count) == 0;

    public TItem Of<TItem>(IReadOnlyList<TItem> items) => items[_random.Next(items.Count)];

    public TEnum Of<TEnum>()
        where TEnum : struct, Enum =>
        Of(Enum.GetValues<TEnum>());

    /// <summary>Nearly always from 0 to a few hundred elements; seldom so many that threads share them.</summary>
    public int Length() => _random.Next(1_000) switch
    {
        < 900 => _random.Next(ShortLength),
        < 996 => _random.Next(MiddleLength),
        _ => Thresholds.RangeLength + _random.Next(LongLength - Thresholds.RangeLength),
    };

    public int Offset() => _random.Next(Lengths.MaxOffset + 1);

    /// <summary>A learning rate or a strength: between 0 and 4 in steps, of any magnitude that is usual, or any number that is valid.</summary>
    public double Parameter() => _random.Next(4) switch
    {
        0 => _random.Next(4_097) / 1_024.0,
        1 => Math.Abs(double.CreateTruncating(FiniteBits<float>())),
        _ => OrdinaryParameter(),
    };

    /// <summary>10⁻⁸ to 10, or 0.</summary>
    public double OrdinaryParameter() => OneIn(10) ? 0 : Math.Pow(10, (9 * _random.NextDouble()) - 8);

    /// <summary>Options of one step.</summary>
    public StepOptions Options() => OneIn(3) ? default : new()
    {
        GradientScale = _random.Next(4) switch { 0 => 0.37, 1 => 1024, 2 => OrdinaryParameter(), _ => 1 },
        Maximize = OneIn(3),
        KeepZeros = OneIn(3),
        MaxDegreeOfParallelism = 1 + _random.Next(4),
    };

    /// <summary>A number of steps that have been taken: few, many, or as many as there can be, with room for some more.</summary>
    public long StepCount() => _random.Next(4) switch { 0 => 1, 1 => 1_000, 2 => 1_000_000, _ => long.MaxValue - 100 };

    /// <summary>Numbers of a family that is drawn.</summary>
    public T[] Values<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var next = Family<T>();
        var values = new T[count];
        foreach (ref var value in values.AsSpan())
        {
            value = next();
        }

        // One number unlike the others, anywhere.
        if (count > 0 && OneIn(4))
        {
            values[_random.Next(count)] = Of(Samples.Specials<T>());
        }

        return values;
    }

    /// <summary>Finite numbers of a family that is drawn.</summary>
    public T[] FiniteValues<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.ConvertAll(Values<T>(count), value => T.IsFinite(value) ? value : T.NegativeOne);

    private Func<T> Family<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var specials = Samples.Specials<T>();
        var constant = Ordinary<T>();
        var exponent = _random.Next(typeof(T) == typeof(float) ? -149 : -1074, typeof(T) == typeof(float) ? 127 : 1023);
        return _random.Next(12) switch
        {
            0 => AnyBits<T>,
            1 => () => OneIn(2) ? specials[_random.Next(specials.Length)] : AnyBits<T>(),
            2 => FiniteBits<T>,
            3 => () => Signed(Samples.SmallestNormal<T>() * T.CreateTruncating(4 * _random.NextDouble())),
            4 => () => Signed(T.ScaleB(T.CreateTruncating(1 + _random.NextDouble()), exponent)),
            5 => () => constant,
            6 => () => OneIn(6) ? Ordinary<T>() : OneIn(2) ? T.Zero : T.NegativeZero,
            7 => () => T.CreateTruncating(_random.Next(-9, 10)),
            8 => () => Signed(T.ScaleB(T.One, _random.Next(-60, 4))),
            9 => () => OneIn(8) ? Signed(Samples.LargestFinite<T>()) : Ordinary<T>(),
            _ => Ordinary<T>,
        };
    }

    /// <summary>Magnitudes from 10⁻⁴ to 10, one in sixteen zero.</summary>
    private T Ordinary<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        OneIn(16) ? T.Zero : Signed(T.CreateTruncating(Math.Pow(10, (5 * _random.NextDouble()) - 4)));

    private T AnyBits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Bits.From<T>((ulong)_random.NextInt64(long.MinValue, long.MaxValue));

    private T FiniteBits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AnyBits<T>() is var value && T.IsFinite(value) ? value : T.One;

    private T Signed<T>(T magnitude)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        OneIn(2) ? magnitude : -magnitude;

    /// <summary>Neighbouring numbers must not give similar draws: the finaliser of SplitMix64.</summary>
    private static int Mixed(ulong seed, long number)
    {
        var bits = seed + ((ulong)number * 0x9E3779B97F4A7C15);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return (int)(uint)(bits ^ (bits >> 31));
    }
}
