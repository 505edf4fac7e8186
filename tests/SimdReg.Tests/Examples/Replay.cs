using System.Numerics;

namespace SimdReg.Tests.Examples;

/// <summary>An optimiser about to go the way of a recorded one, in either element type.</summary>
internal abstract class Replay
{
    public static Replay Of<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule> =>
        Of(rule, default(None).Coupled());

    public static Replay Of<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new Steps<TRule, TPenalty, TMode>(rule, term, options);

    /// <summary>The weights after each step, in one array that each step changes.</summary>
    public abstract IEnumerable<T[]> Run<T>(T[] weights, IEnumerable<T[]> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class Steps<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, StepOptions options) : Replay
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        public override IEnumerable<T[]> Run<T>(T[] weights, IEnumerable<T[]> gradients)
        {
            var state = rule.CreateState<TRule, T>(weights);
            foreach (var ofStep in gradients)
            {
                rule.Step(weights, ofStep, term, state, options);
                yield return weights;
            }
        }
    }
}
