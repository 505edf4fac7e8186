using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>One stored step: a weight below the smallest normal number counts as +0, before it and after.</summary>
internal static class StepReference
{
    public static T Next<T>(PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference penalty, T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        Flushed(mode.Update(rule, penalty, Flushed(w), g));

    private static T Flushed<T>(T weight)
        where T : IBinaryFloatingPointIeee754<T> =>
        weight == T.Zero || T.IsSubnormal(weight) ? T.Zero : weight;
}
