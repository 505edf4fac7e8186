using System.Numerics;

namespace SimdReg.Tests.Examples;

/// <summary>An optimiser about to go the way of a recorded one, in either element type.</summary>
internal abstract class Replay
{
    public static Replay Of<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new Stateless<TRule, TPenalty, TMode>(rule, term);

    public abstract void Step<T>(T[] weights, T[] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class Stateless<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term) : Replay
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        public override void Step<T>(T[] weights, T[] gradients) => rule.Step(weights, gradients, term);
    }
}
