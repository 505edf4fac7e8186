using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>How a penalty enters a step.</summary>
internal enum PenaltyMode
{
    Coupled,
    Decoupled,
    Proximal,
}

/// <summary>One step of a rule under a penalty on one weight, before it is stored.</summary>
internal static class PenaltyModeReference
{
    public static T Update<T>(this PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference penalty, T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var learningRate = T.CreateTruncating(rule.LearningRate);
        return mode switch
        {
            PenaltyMode.Coupled => rule.Update<T>(w, penalty.AddGradient(w, g), [], 1, out _),
            PenaltyMode.Decoupled => rule.Update<T>(T.FusedMultiplyAdd(-learningRate, penalty.AddGradient(w, T.Zero), w), g, [], 1, out _),
            PenaltyMode.Proximal => penalty.ProximalStep(rule.Update<T>(w, g, [], 1, out var rate), rate),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
    }
}
