using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>How a number is stored. Arithmetic is in <see langword="float"/>: a stored number is widened, which is exact, and its new value is rounded once.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The name of the type, as in .NET: Single, Half.")]
[JsonConverter(typeof(JsonStringEnumConverter<NumberFormat>))]
public enum NumberFormat
{
    /// <summary><see langword="float"/>: 4 bytes.</summary>
    Single,

    /// <summary><see cref="SimdReg.BFloat16"/>: 2 bytes, the range of <see langword="float"/>, 8 significant bits.</summary>
    BFloat16,

    /// <summary><see cref="System.Half"/>: 2 bytes, magnitudes from 6·10⁻⁸ to 65,504, 11 significant bits.</summary>
    Half,

    /// <summary>8 bits: a code of 4 significant bits, relative to the largest magnitude of its block of 256 numbers. For states only.</summary>
    /// <remarks>
    /// A block costs 4 bytes more, for its scale. Codes of slots that hold no negative numbers (<see cref="IUpdateRule{TSelf}.IsNonNegative"/>)
    /// reach from the scale down to 2⁻³³ of it, and a number above 0 is never stored as 0. Other codes have a sign and reach down to 2⁻¹⁷.
    /// </remarks>
    EightBit,
}
