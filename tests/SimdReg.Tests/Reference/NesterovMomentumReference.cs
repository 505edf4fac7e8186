using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>u ← μ·u + g, w − α·(g + μ·u)</summary>
internal sealed class NesterovMomentumReference(double learningRate, double coefficient) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var mu = T.CreateTruncating(coefficient);
        rate = T.CreateTruncating(learningRate);
        state[0] = T.FusedMultiplyAdd(mu, state[0], g);
        var ahead = T.FusedMultiplyAdd(mu, state[0], g);
        return T.FusedMultiplyAdd(-rate, ahead, w);
    }
}
