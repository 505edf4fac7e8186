using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>σ = (√(n + g²) − √n)/α, z + g − σ·w, n + g², then 0 where |z| ≤ λ₁, else −(z − sign(z)·λ₁) / ((β + √n)/α + λ₂)</summary>
internal sealed class FtrlReference(double learningRate, double beta = 1, double l1 = 0, double l2 = 0) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 2;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (z, n) = (state[0], state[1]);
        var next = T.FusedMultiplyAdd(g, g, n);
        var sigma = T.CreateTruncating(1 / learningRate) * (T.Sqrt(next) - T.Sqrt(n));
        z = T.FusedMultiplyAdd(-sigma, w, z + g);
        (state[0], state[1]) = (z, next);

        rate = T.CreateTruncating(learningRate) / (T.Sqrt(next) + T.CreateTruncating(beta + (learningRate * l2)));
        var threshold = T.CreateTruncating(l1);
        return T.Abs(z) <= threshold ? T.Zero
            : z < T.Zero ? -rate * (z + threshold)
            : -rate * (z - threshold);
    }
}
