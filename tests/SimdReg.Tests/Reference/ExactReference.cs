using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>
/// Sums and penalties of finite weights as exact integers over one power of two, rounded by comparing distances.
/// </summary>
internal sealed class ExactReference
{
    /// <summary>All numbers are multiples of 2⁻⁴⁴⁰⁰: below half the smallest strength times the smallest square.</summary>
    private const int UnitBits = 4400;

    private readonly BigInteger _magnitudes;
    private readonly BigInteger _squares;

    private ExactReference(BigInteger magnitudes, BigInteger squares) => (_magnitudes, _squares) = (magnitudes, squares);

    public static ExactReference Of<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Significands of one exponent are added first: an integer of thousands of bits for each weight would take minutes.
        var magnitudes = new Dictionary<int, BigInteger>();
        var squares = new Dictionary<int, BigInteger>();
        foreach (var weight in weights)
        {
            var (significand, exponent) = Parts(double.CreateChecked(weight));
            magnitudes[exponent] = magnitudes.GetValueOrDefault(exponent) + significand;
            squares[exponent] = squares.GetValueOrDefault(exponent) + ((BigInteger)significand * significand);
        }

        return new(
            magnitudes.Aggregate(BigInteger.Zero, (sum, bin) => sum + (bin.Value << (UnitBits + bin.Key))),
            squares.Aggregate(BigInteger.Zero, (sum, bin) => sum + (bin.Value << (UnitBits + (2 * bin.Key)))));
    }

    public T Magnitudes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Nearest<T>(_magnitudes, UnitBits);

    public T Squares<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Nearest<T>(_squares, UnitBits);

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw²</summary>
    public T Penalty<T>(double l1Strength, double l2Strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Nearest<T>((2 * _magnitudes * Units(l1Strength)) + (_squares * Units(l2Strength)), (2 * UnitBits) + 1);

    /// <summary>The value of T nearest to number · 2^−bits; of two, the one whose last bit is 0.</summary>
    public static T Nearest<T>(BigInteger number, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var below = T.Zero;
        var above = T.PositiveInfinity;

        // Bisection over the bit patterns, which are ordered as the numbers are.
        while (Next(below) != above)
        {
            var middle = Midpoint(below, above);
            if (Compare(number, bits, middle) >= 0)
            {
                below = middle;
            }
            else
            {
                above = middle;
            }
        }

        var toBelow = number - Scaled(below, bits);
        var toAbove = Scaled(above, bits) - number;
        return toBelow < toAbove || (toBelow == toAbove && IsEven(below)) ? below : above;
    }

    private static int Compare<T>(BigInteger number, int bits, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        number.CompareTo(Scaled(value, bits));

    /// <summary>value · 2^bits; infinity counts as the power of two that comes after the largest number.</summary>
    private static BigInteger Scaled<T>(T value, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsInfinity(value))
        {
            return BigInteger.One << (bits + (typeof(T) == typeof(float) ? 128 : 1024));
        }

        var (significand, exponent) = Parts(double.CreateChecked(value));
        return (BigInteger)significand << (bits + exponent);
    }

    private static BigInteger Units(double value) => Scaled(value, UnitBits);

    private static (ulong Significand, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(Math.Abs(value));
        var fraction = bits % (1UL << 52);
        var biased = (int)(bits / (1UL << 52));
        return biased == 0 ? (fraction, -1074) : (fraction + (1UL << 52), biased - 1075);
    }

    private static T Next<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.BitIncrement(value);

    private static T Midpoint<T>(T below, T above) =>
        typeof(T) == typeof(float)
            ? (T)(object)BitConverter.UInt32BitsToSingle((uint)(((ulong)BitConverter.SingleToUInt32Bits((float)(object)below!) + BitConverter.SingleToUInt32Bits((float)(object)above!)) / 2))
            : (T)(object)BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits((double)(object)below!) + BitConverter.DoubleToUInt64Bits((double)(object)above!)) / 2);

    private static bool IsEven<T>(T value) =>
        typeof(T) == typeof(float)
            ? BitConverter.SingleToUInt32Bits((float)(object)value!) % 2 == 0
            : BitConverter.DoubleToUInt64Bits((double)(object)value!) % 2 == 0;
}
