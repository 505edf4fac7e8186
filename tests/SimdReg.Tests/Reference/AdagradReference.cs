using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>n + g², then w − αₜ·g / (√n + ε) with αₜ = α / (1 + (t − 1)·decay)</summary>
internal sealed class AdagradReference(double learningRate, double learningRateDecay = 0, double epsilon = 1e-10) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1;

    public double LearningRateAt(long step) => learningRate / (1 + ((step - 1) * learningRateDecay));

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        state[0] = T.FusedMultiplyAdd(g, g, state[0]);
        rate = T.CreateTruncating(LearningRateAt(step)) / (T.Sqrt(state[0]) + T.CreateTruncating(epsilon));
        return T.FusedMultiplyAdd(-rate, g, w);
    }
}
