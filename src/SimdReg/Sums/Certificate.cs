using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>The error bounds of computed sums. <c>docs/numerics.md</c> proves the bounds.</summary>
internal static class Certificate
{
    /// <summary>Of a sum of floats: at most 4,112 additions in double, each wrong by 2⁻⁵³ at most. Nearly four times that. Where an anchor leads to more, its error counts them.</summary>
    private const double SingleError = 1.0 / (1L << 39);

    /// <summary>Of a sum of doubles: what is lost of what was rounded off, below 2⁻⁸¹·⁸. More than three times that.</summary>
    private const double DoubleError = 1.0 / (1L << 40) / (1L << 40);

    // The bounds of underflow are generous: only sums below some 2⁶⁰ times a bound are computed again more often. A subnormal bound would
    // slow every sum.

    /// <summary>Of up to 2³¹ squares of doubles that underflow: each wrong by 2⁻¹⁰⁷⁵ at most. Far more than that.</summary>
    private const double SquaresUnderflow = 1e-289;

    /// <summary>Of a product with a strength that underflows: wrong by 2⁻¹⁰⁷² at most. Far more than that.</summary>
    private const double ProductUnderflow = 1e-307;

    /// <summary>Where s₁·Σ|w| + (s₂/2)·Σw² lies, given the two computed sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Enclosure Enclose<T>(in BoundedSum magnitudes, in BoundedSum squares, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var centre = norms.L2 == 0 ? magnitudes.Value * norms.L1
            : norms.L1 == 0 ? squares.Value.Halved() * norms.L2
            : (magnitudes.Value * norms.L1) + (squares.Value.Halved() * norms.L2);
        var relative = Element<T>.IsSingle ? SingleError : DoubleError;
        var absolute = (norms == default ? 0 : ProductUnderflow) + (Element<T>.IsSingle ? 0 : SquaresUnderflow * norms.L2);
        var anchored = (magnitudes.Error * norms.L1) + (squares.Error * norms.L2 / 2);
        return new(centre, (centre.High * relative) + absolute + anchored);
    }
}

/// <summary>A sum, and its error bound beyond that of sums in lanes of double.</summary>
internal readonly record struct BoundedSum(DoubleDouble Value, double Error) : IAdditionOperators<BoundedSum, BoundedSum, BoundedSum>
{
    /// <summary>Whether the error bound holds.</summary>
    public bool IsProven => double.IsFinite(Value.High);

    public static BoundedSum operator +(BoundedSum left, BoundedSum right) => new(left.Value + right.Value, left.Error + right.Error);
}

/// <summary>An interval that a number is known to lie in: centre ± radius.</summary>
/// <remarks>
/// The radius is at least twice the proven bound: what rounds off while the ends are computed is far below the other
/// half. <c>docs/numerics.md</c> holds the proof.
/// </remarks>
internal readonly record struct Enclosure(DoubleDouble Centre, double Radius)
{
    /// <summary>The number, correctly rounded, if every number in the interval rounds to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRound<T>(out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lower = Element<T>.Round(Centre.High + (Centre.Low - Radius));
        value = Element<T>.Round(Centre.High + (Centre.Low + Radius));

        // An overflow on the way shows as an infinite or NaN centre. It proves nothing.
        return double.IsFinite(Centre.High) && lower == value;
    }
}
