using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>One stored step: what is below the smallest normal number counts as +0, weights before and after, state after.</summary>
internal static class StepReference
{
    public static T Next<T>(
        PenaltyMode mode,
        IUpdateRuleReference rule,
        IPenaltyReference penalty,
        T w,
        T g,
        Span<T> state,
        long step,
        StepOptions options)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var weight = Flushed(w);
        var next = T.Zero;
        if (!options.KeepZeros || weight != T.Zero)
        {
            var gradient = options.GradientScale == 1 ? g : T.CreateTruncating(options.GradientScale) * g;
            next = mode.Update(rule, penalty, weight, options.Maximize ? -gradient : gradient, state, step);
        }

        foreach (ref var number in state)
        {
            number = Flushed(number);
        }

        return Flushed(next);
    }

    private static T Flushed<T>(T number)
        where T : IBinaryFloatingPointIeee754<T> =>
        number == T.Zero || T.IsSubnormal(number) ? T.Zero : number;
}
