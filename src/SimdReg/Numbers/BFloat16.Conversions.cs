namespace SimdReg;

public readonly partial struct BFloat16
{
    private const int DroppedBits = 16;

    /// <summary>Widens a number. The result is exact.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same number; a signalling NaN stays one.</returns>
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value._bits << DroppedBits);

    /// <summary>Widens a number. The result is exact.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same number; NaN is quiet and keeps its sign.</returns>
    public static explicit operator double(BFloat16 value) => (float)value;

    /// <summary>Rounds a number to the nearest <see cref="Half"/>, of two equally near ones to the even one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest number: magnitudes from 65520 on become infinite; NaN is quiet and keeps its sign.</returns>
    public static explicit operator Half(BFloat16 value) => (Half)(float)value;

    /// <summary>Rounds a number to the nearest <see cref="BFloat16"/>, of two equally near ones to the even one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest number: magnitudes from (2 − 2⁻⁸)·2¹²⁷ on become infinite; NaN is quiet and keeps its sign.</returns>
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return new((int)(bits >> DroppedBits) | QuietBit);
        }

        // Half a unit of the last kept bit, less one bit if that is even. A carry moves to the next exponent, and from the largest to infinity.
        var isOdd = (bits >> DroppedBits) & 1;
        return new((int)((bits + 0x7FFF + isOdd) >> DroppedBits));
    }

    /// <summary>Rounds a number, once, to the nearest <see cref="BFloat16"/>, of two equally near ones to the even one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest number: magnitudes from (2 − 2⁻⁸)·2¹²⁷ on become infinite; NaN is quiet and keeps its sign.</returns>
    public static explicit operator BFloat16(double value)
    {
        // A float rounded to the nearest could end up midway between two numbers, and be rounded again, the wrong way. Rounded to odd, it lies on
        // the same side of every midway point as the double: those are floats with an even last bit.
        var nearest = (float)value;
        if (nearest == value || !double.IsFinite(value))
        {
            return (BFloat16)nearest;
        }

        var bits = BitConverter.SingleToUInt32Bits(nearest);
        var isTooFar = Math.Abs((double)nearest) > Math.Abs(value);
        return (BFloat16)BitConverter.UInt32BitsToSingle((isTooFar ? bits - 1 : bits) | 1);
    }

    /// <summary>Rounds a number to the nearest <see cref="BFloat16"/>, of two equally near ones to the even one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The nearest number; NaN is quiet and keeps its sign.</returns>
    public static explicit operator BFloat16(Half value) => (BFloat16)(float)value;
}
