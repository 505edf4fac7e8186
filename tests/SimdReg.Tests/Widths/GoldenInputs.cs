using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Tests.Widths;

/// <summary>The inputs behind the golden bits: put together as bit patterns, so that no arithmetic can tell machines apart.</summary>
/// <remarks>The random numbers are SplitMix64. Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.</remarks>
internal sealed class GoldenInputs(ulong seed)
{
    private const int DoubleMantissaBits = 52;

    private ulong _state = seed;

    /// <summary>
    /// Numbers of every kind: most between 2⁻¹² and 2⁴, one in eight of any magnitude at all, and among the rest zeros,
    /// subnormal numbers, infinities and NaN.
    /// </summary>
    public T[] Wild<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Numbers<T>(count, wild: true);

    /// <summary>Numbers whose squares can be summed: most between 2⁻¹² and 2⁴, the rest zero or subnormal.</summary>
    public T[] Tame<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Numbers<T>(count, wild: false);

    private T[] Numbers<T>(int count, bool wild)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = Number<T>(wild);
        }

        return numbers;
    }

    private T Number<T>(bool wild)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (mantissaBits, exponents) = typeof(T) == typeof(float) ? (23, 1ul << 8) : (DoubleMantissaBits, 1ul << 11);
        var (random, another) = (Next(), Next());
        var exponent = ((random >> DoubleMantissaBits) & 15) switch
        {
            0 => 0ul,
            1 when wild => exponents - 1,
            2 or 3 when wild => another % exponents,
            _ => (exponents / 2) - 13 + (another % 16),
        };

        // The lowest exponent makes zeros and subnormal numbers, the highest infinities and NaN: both of either.
        var round = (exponent == 0 || exponent == exponents - 1) && (another >> 63) == 0;
        var mantissa = round ? 0 : (random & ((1ul << DoubleMantissaBits) - 1)) >> (DoubleMantissaBits - mantissaBits);
        var magnitude = (exponent << mantissaBits) | mantissa;

        return typeof(T) == typeof(float)
            ? Unsafe.BitCast<uint, T>((uint)((random >> 63 << 31) | magnitude))
            : Unsafe.BitCast<ulong, T>((random >> 63 << 63) | magnitude);
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
