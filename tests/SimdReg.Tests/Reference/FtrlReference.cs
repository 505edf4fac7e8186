using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>σ = (√(n + g²) − √n)/α, z + g − σ·w, √(n + g²), then 0 where |z| ≤ λ₁, else −(z − sign(z)·λ₁) / ((β + √n)/α + λ₂)</summary>
internal sealed class FtrlReference(double learningRate, double beta = 1, double l1 = 0, double l2 = 0) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 2;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (z, root) = (state[0], state[1]);
        var next = Hypotenuse(T.Abs(g), T.Abs(root));
        var sigma = T.CreateTruncating(1 / learningRate) * (next - root);
        z = T.FusedMultiplyAdd(-sigma, w, z + g);
        z = T.IsSubnormal(z) ? T.Zero : z;
        (state[0], state[1]) = (z, next);

        rate = T.CreateTruncating(learningRate) / (next + T.CreateTruncating(beta + (learningRate * l2)));
        rate = T.IsPositiveInfinity(rate) ? T.BitDecrement(rate) : rate;
        var threshold = T.CreateTruncating(l1);
        return T.Abs(z) <= threshold ? T.Zero
            : z < T.Zero ? -rate * (z + threshold)
            : -rate * (z - threshold);
    }

    private static T Hypotenuse<T>(T a, T b)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var larger = T.Max(a, b);
        if (larger == T.Zero || T.IsSubnormal(larger))
        {
            return T.Zero;
        }

        var quotient = T.Min(a, b) / larger;
        return T.FusedMultiplyAdd(T.Min(a, b), quotient / (T.One + T.Sqrt(T.FusedMultiplyAdd(quotient, quotient, T.One))), larger);
    }
}
