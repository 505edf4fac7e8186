using System.Numerics;

namespace SimdReg.Sums;

/// <summary>The exact sum of up to 2³¹ finite numbers of either sign, and its quotient.</summary>
internal sealed class ExactTotal
{
    // A finite double is a multiple of 2⁻¹⁰⁷⁴ below 2¹⁰²⁴.
    private const int UnitExponent = -1074;
    private const int Bits = 1074 + 1024 + 31;

    /// <summary>The significand of a quotient by a number below 2⁶³ then has 65 bits or more: 53 that are kept, and some that decide.</summary>
    private const int QuotientShift = 128;

    private readonly FixedPoint _positive = new(Bits);
    private readonly FixedPoint _negative = new(Bits);

    /// <summary>Makes the sum 0.</summary>
    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
    }

    /// <summary>Adds a finite number.</summary>
    public void Add<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var value = double.CreateTruncating(number);
        var (significand, exponent) = Binary.Split(Math.Abs(value));
        (value < 0 ? _negative : _positive).Add(significand, exponent - UnitExponent);
    }

    /// <summary>The sum over a divisor of at least 1, rounded once to the nearest value of a type, ties to even; +0 for any zero.</summary>
    public T Round<T>(long divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = _positive.Value - _negative.Value;
        var quotient = BigInteger.DivRem(BigInteger.Abs(sum) << QuotientShift, divisor, out var rest);

        // One bit more, which is 1 unless the quotient is exact: it rounds as the quotient itself does.
        var magnitude = new Binary((quotient << 1) + (rest.IsZero ? 0 : 1), UnitExponent - QuotientShift - 1).Round<T>();
        return (sum.Sign < 0 ? -magnitude : magnitude) + T.Zero;
    }
}
