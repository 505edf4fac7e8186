using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>How a penalty enters a step.</summary>
internal enum PenaltyMode
{
    Coupled,
    Decoupled,
    Cautious,
    Proximal,
}

/// <summary>One step of a rule under a penalty on one weight, before it is stored.</summary>
internal static class PenaltyModeReference
{
    public static T Update<T>(
        this PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference penalty, T w, T g, Span<T> state, long step)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var rate = T.CreateTruncating(rule.LearningRateAt(step));
        switch (mode)
        {
            case PenaltyMode.Coupled:
                return rule.Update(w, penalty.AddGradient(w, g), state, step, out _);
            case PenaltyMode.Decoupled:
                var decayed = T.FusedMultiplyAdd(-rate, penalty.AddGradient(w, T.Zero), w);
                return rule.Update(decayed, g, state, step, out _);
            case PenaltyMode.Cautious:
                var next = rule.Update(w, g, state, step, out _);
                var leavesZero = (w > T.Zero && next > w) || (w < T.Zero && next < w);
                return leavesZero ? next : T.FusedMultiplyAdd(-rate, penalty.AddGradient(w, T.Zero), next);
            case PenaltyMode.Proximal:
                var point = rule.Update(w, g, state, step, out var rateOfCoordinate);
                return penalty.ProximalStep(point, rateOfCoordinate);
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }
}
