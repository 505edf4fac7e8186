using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>w − α·sign(β₁·m + (1 − β₁)·g), then m = β₂·m + (1 − β₂)·g</summary>
internal sealed class LionReference(double learningRate, double beta1 = 0.9, double beta2 = 0.99) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        rate = T.CreateTruncating(learningRate);
        var direction = Mean(beta1, state[0], g);
        state[0] = Mean(beta2, state[0], g);
        return T.IsNaN(direction) ? T.NaN
            : direction > T.Zero ? w - rate
            : direction < T.Zero ? w + rate
            : w;
    }

    private static T Mean<T>(double beta, T m, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.FusedMultiplyAdd(T.CreateTruncating(beta), m, T.CreateTruncating(1 - beta) * g);
}
