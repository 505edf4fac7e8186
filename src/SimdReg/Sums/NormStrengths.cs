using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>The factors of the two norms in s₁·Σ|w| + (s₂/2)·Σw².</summary>
internal readonly record struct NormStrengths(double L1, double L2)
{
    /// <summary>Σ|w|</summary>
    public static NormStrengths OfMagnitudes => new(1, 0);

    /// <summary>Σw²</summary>
    public static NormStrengths OfSquares => new(0, 2);

    /// <summary>Gets the strengths of a penalty that is a combination of the two norms. A penalty of strength zero is one.</summary>
    // For optimised callers: in unoptimised code the interface test would box the struct.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryGet<TPenalty>(TPenalty penalty, out NormStrengths strengths)
        where TPenalty : struct, IPenalty
    {
        if (penalty is INormPenalty)
        {
            // A cast, not a pattern that keeps the interface: NativeAOT would box the struct.
            var norms = ((INormPenalty)penalty).Norms;
            strengths = new(norms.L1.Strength, norms.L2.Strength);
            return true;
        }

        strengths = default;
        return penalty.IsZero;
    }

    /// <summary>Whether Σ|w| is needed: also where both strengths are 0, because a NaN weight must make the sum NaN.</summary>
    public bool AsksMagnitudes => L1 > 0 || L2 == 0;

    /// <summary>Whether Σw² is needed.</summary>
    public bool AsksSquares => L2 > 0;
}
