using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>One stored gradient: g + ∂p(w), where −0 is stored as +0.</summary>
internal static class GradientReference
{
    public static T Next<T>(IPenaltyReference penalty, T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = penalty.AddGradient(w, g);
        return sum == T.Zero ? T.Zero : sum;
    }
}
