using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>One stored step: a result below the smallest normal number is +0.</summary>
internal static class StepReference
{
    public static T Next<T>(PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference penalty, T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var next = mode.Update(rule, penalty, w, g);
        return next == T.Zero || T.IsSubnormal(next) ? T.Zero : next;
    }
}
