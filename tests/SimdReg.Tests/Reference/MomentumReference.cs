using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>u ← μ·u + g, w − α·u</summary>
internal sealed class MomentumReference(double learningRate, double coefficient) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        rate = T.CreateTruncating(learningRate);
        state[0] = T.FusedMultiplyAdd(T.CreateTruncating(coefficient), state[0], g);
        return T.FusedMultiplyAdd(-rate, state[0], w);
    }
}
