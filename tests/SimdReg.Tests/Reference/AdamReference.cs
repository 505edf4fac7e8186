using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w − α·m̂ / (√v̂ + ε)</summary>
internal sealed class AdamReference(double learningRate, double beta1, double beta2, double epsilon) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 2;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        state[0] = T.FusedMultiplyAdd(T.CreateTruncating(beta1), state[0], T.CreateTruncating(1 - beta1) * g);
        state[1] = T.FusedMultiplyAdd(T.CreateTruncating(beta2), state[1], T.CreateTruncating(1 - beta2) * g * g);

        var inverse1 = T.CreateTruncating(1 / PowerReference.OneMinusPower(beta1, step));
        var inverseRoot2 = T.CreateTruncating(1 / Math.Sqrt(PowerReference.OneMinusPower(beta2, step)));
        var divisor = T.FusedMultiplyAdd(inverseRoot2, T.Sqrt(state[1]), T.CreateTruncating(epsilon));
        rate = T.CreateTruncating(learningRate) / divisor;
        return T.FusedMultiplyAdd(-rate, inverse1 * state[0], w);
    }
}
