using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>A number of 16 bits: the sign, the exponent and the first 7 fraction bits of a <see langword="float"/>.</summary>
/// <remarks>
/// <para>A type for storage. It converts, compares, formats and parses as the numbers of .NET do, and has no arithmetic: convert to <see langword="float"/>, which is
/// exact, and back, which rounds.</para>
/// <para>Range, infinities and NaN are those of <see langword="float"/>; the precision is 8 bits, between two and three decimal digits.</para>
/// <para>The memory is that of <c>System.Numerics.BFloat16</c> in .NET 11 and of <c>TorchSharp.BFloat16</c>: <see cref="MemoryMarshal.Cast{TFrom, TTo}(Span{TFrom})"/>
/// turns a span of one into a span of the other. Members that .NET 11 has too have the same names and results there; only
/// <see cref="FromBits"/> and <see cref="ToBits"/> are methods of <c>BitConverter</c> there.</para>
/// </remarks>
[JsonConverter(typeof(BFloat16Converter))]
[StructLayout(LayoutKind.Sequential)]
public readonly partial struct BFloat16 :
    IComparable,
    IComparable<BFloat16>,
    IEquatable<BFloat16>,
    IComparisonOperators<BFloat16, BFloat16, bool>,
    IMinMaxValue<BFloat16>,
    ISpanFormattable,
    ISpanParsable<BFloat16>,
    IUtf8SpanFormattable,
    IUtf8SpanParsable<BFloat16>
{
    private const ushort SignBit = 0x8000;
    private const ushort InfinityBits = 0x7F80;
    private const ushort QuietBit = 0x0040;
    private const ushort SmallestNormalBits = 0x0080;

    private readonly ushort _bits;

    private BFloat16(int bits) => _bits = (ushort)bits;

    /// <summary>+0.</summary>
    public static BFloat16 Zero => default;

    /// <summary>−0, which equals +0.</summary>
    public static BFloat16 NegativeZero => new(SignBit);

    /// <summary>1.</summary>
    public static BFloat16 One => new(0x3F80);

    /// <summary>The smallest positive number, 2⁻¹³³ ≈ 9.18·10⁻⁴¹. It is subnormal.</summary>
    public static BFloat16 Epsilon => new(1);

    /// <summary>The largest finite number, (2 − 2⁻⁷)·2¹²⁷ ≈ 3.39·10³⁸.</summary>
    public static BFloat16 MaxValue => new(InfinityBits - 1);

    /// <summary>The lowest finite number, −<see cref="MaxValue"/>.</summary>
    public static BFloat16 MinValue => new(SignBit | (InfinityBits - 1));

    /// <summary>A quiet NaN, with the sign bit set as in <see cref="float.NaN"/>.</summary>
    public static BFloat16 NaN => new(SignBit | InfinityBits | QuietBit);

    /// <summary>+∞.</summary>
    public static BFloat16 PositiveInfinity => new(InfinityBits);

    /// <summary>−∞.</summary>
    public static BFloat16 NegativeInfinity => new(SignBit | InfinityBits);

    private int Magnitude => _bits & ~SignBit;

    /// <summary>The number with these bits: the sign first, then 8 bits of exponent and 7 of fraction.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The number. Every pattern is one; a signalling NaN stays as it is.</returns>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>The bits of this number, as <see cref="FromBits"/> takes them.</summary>
    /// <returns>The bits.</returns>
    public ushort ToBits() => _bits;

    /// <summary>Whether the number is zero, subnormal or normal.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="false"/> for infinities and NaN.</returns>
    public static bool IsFinite(BFloat16 value) => value.Magnitude < InfinityBits;

    /// <summary>Whether the number is +∞ or −∞.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> for an infinity.</returns>
    public static bool IsInfinity(BFloat16 value) => value.Magnitude == InfinityBits;

    /// <summary>Whether the number is +∞.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> for +∞.</returns>
    public static bool IsPositiveInfinity(BFloat16 value) => value._bits == InfinityBits;

    /// <summary>Whether the number is −∞.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> for −∞.</returns>
    public static bool IsNegativeInfinity(BFloat16 value) => value._bits == (SignBit | InfinityBits);

    /// <summary>Whether the value is NaN, quiet or signalling.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> for NaN.</returns>
    public static bool IsNaN(BFloat16 value) => value.Magnitude > InfinityBits;

    /// <summary>Whether the sign bit is set, also that of −0 and of NaN.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> if it is set.</returns>
    public static bool IsNegative(BFloat16 value) => (value._bits & SignBit) != 0;

    /// <summary>Whether the number has all 8 bits of precision: it is finite, and its magnitude is at least 2⁻¹²⁶.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="false"/> for zeros, subnormal numbers, infinities and NaN.</returns>
    public static bool IsNormal(BFloat16 value) => value.Magnitude is >= SmallestNormalBits and < InfinityBits;

    /// <summary>Whether the number is subnormal: below 2⁻¹²⁶ in magnitude, and not zero.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> if it is.</returns>
    public static bool IsSubnormal(BFloat16 value) => value.Magnitude is > 0 and < SmallestNormalBits;
}
