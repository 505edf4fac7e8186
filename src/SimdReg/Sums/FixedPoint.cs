using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Sums;

/// <summary>A non-negative number as an integer multiple of a power of two, to which any double can be added exactly.</summary>
/// <remarks>
/// A digit holds 32 bits of the number and 32 more for the carries of 2³¹ additions, so that an addition touches three
/// digits and carries nothing. Source of the idea: Neal, "Fast exact summation using small and large superaccumulators",
/// 2015.
/// </remarks>
internal sealed class FixedPoint
{
    private const int DigitBits = 32;
    private const int CarryFreeAdditions = 1 << 30;

    private readonly ulong[] _digits;
    private int _additions;

    /// <param name="bits">The number of bits that the number may come to need.</param>
    public FixedPoint(int bits) => _digits = new ulong[(bits / DigitBits) + 4];

    /// <summary>The number, in digits of 32 bits, the lowest first.</summary>
    public int DigitCount => _digits.Length;

    public BigInteger Value
    {
        get
        {
            Span<uint> digits = stackalloc uint[_digits.Length];
            CopyTo(digits);
            return new BigInteger(MemoryMarshal.AsBytes(digits), isUnsigned: true, isBigEndian: !BitConverter.IsLittleEndian);
        }
    }

    /// <summary>Adds significand · 2^position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong significand, int position)
    {
        var shift = position % DigitBits;
        var digits = _digits.AsSpan(position / DigitBits, 3);
        var low = significand << shift;
        digits[0] += (uint)low;
        digits[1] += low >> DigitBits;
        digits[2] += significand >> 1 >> (63 - shift);

        if (++_additions == CarryFreeAdditions)
        {
            Carry();
        }
    }

    public void Add(FixedPoint other)
    {
        Carry();
        other.Carry();
        for (var i = 0; i < _digits.Length; i++)
        {
            _digits[i] += other._digits[i];
        }

        Carry();
    }

    public void CopyTo(Span<uint> digits)
    {
        Carry();
        for (var i = 0; i < _digits.Length; i++)
        {
            digits[i] = (uint)_digits[i];
        }
    }

    public void CopyFrom(ReadOnlySpan<uint> digits)
    {
        for (var i = 0; i < _digits.Length; i++)
        {
            _digits[i] = digits[i];
        }

        _additions = 0;
    }

    private void Carry()
    {
        var carry = 0UL;
        for (var i = 0; i < _digits.Length; i++)
        {
            var digit = _digits[i] + carry;
            _digits[i] = (uint)digit;
            carry = digit >> DigitBits;
        }

        _additions = 0;
    }
}
