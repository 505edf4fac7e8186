using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

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
