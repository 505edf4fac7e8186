using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>The error bounds of computed sums. <c>docs/numerics.md</c> proves them.</summary>
internal static class Certificate
{
    /// <summary>The relative bound for a sum of floats: at most 4,115 additions and products in double, each with an error of at most 2⁻⁵³.</summary>
    /// <remarks>The value is nearly four times that. Where an anchor leads to more additions, its own error counts them.</remarks>
    private const double SingleError = 1.0 / (1L << 39);

    /// <summary>The relative bound for a sum of doubles: the error of its compensation, below 2⁻⁸¹·⁸. The value is more than three times that.</summary>
    private const double DoubleError = 1.0 / (1L << 40) / (1L << 40);

    // The bounds of underflow are generous: the only cost is that sums below about 2⁶⁰ times a bound are computed again more often. A
    // subnormal bound would slow every sum.

    /// <summary>The bound for up to 2³¹ squares of doubles that underflow, each with an error of at most 2⁻¹⁰⁷⁵. The value is far larger.</summary>
    private const double SquaresUnderflow = 1e-289;

    /// <summary>The bound for a product with a strength that underflows, with an error of at most 2⁻¹⁰⁷². The value is far larger.</summary>
    private const double ProductUnderflow = 1e-307;

    /// <summary>Encloses s₁·Σ|w| + (s₂/2)·Σw², given the two computed sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Enclosure Enclose<T>(in BoundedSum magnitudes, in BoundedSum squares, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The bound of floats has room for the roundings of a double.
        var centre = Element<T>.IsSingle
            ? new((magnitudes.Value.High * norms.L1) + (squares.Value.High / 2 * norms.L2), 0)
            : Charge(magnitudes.Value, squares.Value, norms);
        var anchored = (magnitudes.Error * norms.L1) + (squares.Error * norms.L2 / 2);
        return new(centre, Radius<T>(centre, norms) + anchored);
    }

    /// <summary>Encloses the same, given the two sums as computed in double: without the error of an anchor, and with a centre that is not rounded to double.</summary>
    public static Enclosure EncloseNarrowly<T>(DoubleDouble magnitudes, DoubleDouble squares, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var centre = Charge(magnitudes, squares, norms);
        return new(centre, Radius<T>(centre, norms));
    }

    private static DoubleDouble Charge(DoubleDouble magnitudes, DoubleDouble squares, NormStrengths norms) =>
        norms.L2 == 0 ? magnitudes * norms.L1
        : norms.L1 == 0 ? squares.Halved() * norms.L2
        : (magnitudes * norms.L1) + (squares.Halved() * norms.L2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Radius<T>(DoubleDouble centre, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Without strengths nothing underflows, and a double of 0 has no room for a radius.
        return Element<T>.IsSingle ? (centre.High * SingleError) + ProductUnderflow
            : norms == default ? 0
            : (centre.High * DoubleError) + (ProductUnderflow + (SquaresUnderflow * norms.L2));
    }
}

/// <summary>A sum, and the part of its error bound that exceeds the bound of sums in lanes of double.</summary>
internal readonly record struct BoundedSum(DoubleDouble Value, double Error) : IAdditionOperators<BoundedSum, BoundedSum, BoundedSum>
{
    /// <summary>Whether the error bound holds.</summary>
    public bool IsProven => double.IsFinite(Value.High);

    public static BoundedSum operator +(BoundedSum left, BoundedSum right) => new(left.Value + right.Value, left.Error + right.Error);
}

/// <summary>An interval that contains a number: centre ± radius.</summary>
/// <remarks>
/// The radius is at least twice the proven bound: the rounding errors of the ends themselves are far smaller than the other half.
/// <c>docs/numerics.md</c> has the proof.
/// </remarks>
internal readonly record struct Enclosure(DoubleDouble Centre, double Radius)
{
    /// <summary>Gets the number, correctly rounded, if every number in the interval rounds to the same value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRound<T>(out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lower = Element<T>.Round(Centre.High + (Centre.Low - Radius));
        value = Element<T>.Round(Centre.High + (Centre.Low + Radius));

        // After an overflow the centre is infinite or NaN, and the interval proves nothing.
        return double.IsFinite(Centre.High) && lower == value;
    }
}
