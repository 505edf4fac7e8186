using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>A non-negative integer of fixed size, to which 64-bit numbers are added at any binary position.</summary>
/// <remarks>
/// A digit holds 32 bits of the integer and 32 more for the carries of additions, so that an addition changes three digits and
/// carries nothing. Source: Neal, "Fast exact summation using small and large superaccumulators", 2015.
/// </remarks>
/// <param name="bits">The largest number of bits of the integer.</param>
/// <param name="carryFreeAdditions">The number of additions after which the digits carry.</param>
internal sealed class FixedPoint(int bits, int carryFreeAdditions = FixedPoint.CarryFreeAdditions)
{
    private const int DigitBits = 32;

    /// <summary>An addition adds less than 2³² to a digit, so 2³⁰ of them stay far below 2⁶⁴.</summary>
    private const int CarryFreeAdditions = 1 << 30;

    private readonly ulong[] _digits = new ulong[(bits / DigitBits) + 3];
    private int _additions;

    public int ByteCount => _digits.Length * sizeof(uint);

    public BigInteger Value
    {
        get
        {
            Span<byte> bytes = stackalloc byte[ByteCount];
            WriteTo(bytes);
            return new BigInteger(bytes, isUnsigned: true);
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

        if (++_additions == carryFreeAdditions)
        {
            Carry();
        }
    }

    /// <summary>Adds another integer, which does not change.</summary>
    public void Add(FixedPoint other)
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        other.WriteTo(bytes);
        Carry();
        for (var i = 0; i < _digits.Length; i++)
        {
            _digits[i] += BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        }
    }

    /// <summary>Makes the integer 0.</summary>
    public void Clear()
    {
        _digits.AsSpan().Clear();
        _additions = 0;
    }

    /// <summary>Writes the integer, little-endian. Changes nothing in this instance, so several threads may call it at once.</summary>
    public void WriteTo(Span<byte> destination)
    {
        var carry = 0UL;
        for (var i = 0; i < _digits.Length; i++)
        {
            carry += _digits[i];
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(i * sizeof(uint))..], (uint)carry);
            carry >>= DigitBits;
        }
    }

    /// <summary>Reads an integer that <see cref="WriteTo"/> wrote.</summary>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        for (var i = 0; i < _digits.Length; i++)
        {
            _digits[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(i * sizeof(uint))..]);
        }

        _additions = 0;
    }

    private void Carry()
    {
        var carry = 0UL;
        for (var i = 0; i < _digits.Length; i++)
        {
            carry += _digits[i];
            _digits[i] = (uint)carry;
            carry >>= DigitBits;
        }

        _additions = 0;
    }
}
