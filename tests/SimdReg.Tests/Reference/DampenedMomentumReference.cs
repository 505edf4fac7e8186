using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>u ← μ·u + (1 − τ)·g, but + g in the first step; w − α·u</summary>
internal sealed class DampenedMomentumReference(double learningRate, double coefficient, double dampening) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var share = step == 1 ? T.One : T.CreateTruncating(1 - dampening);
        rate = T.CreateTruncating(learningRate);
        state[0] = T.FusedMultiplyAdd(T.CreateTruncating(coefficient), state[0], share * g);
        return T.FusedMultiplyAdd(-rate, state[0], w);
    }
}
