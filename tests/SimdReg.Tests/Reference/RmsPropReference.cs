using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>The four RMSProps: w − α·g/d, or u = μ·u + g/d and w − α·u; d = √v + ε, or √(v − m²) + ε</summary>
/// <remarks>State: v, then m if it is centred, then u if it has momentum.</remarks>
/// <param name="learningRate">α</param>
/// <param name="decay">β</param>
/// <param name="epsilon">ε</param>
/// <param name="isCentred">Whether m² is taken from v.</param>
/// <param name="coefficient">μ, if it has momentum.</param>
internal sealed class RmsPropReference(
    double learningRate, double decay = 0.99, double epsilon = 1e-8, bool isCentred = false, double? coefficient = null) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 1 + (isCentred ? 1 : 0) + (coefficient is null ? 0 : 1);

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var alpha = T.CreateTruncating(learningRate);
        var beta = T.CreateTruncating(decay);
        var rest = T.CreateTruncating(1 - decay);

        var v = state[0] = T.FusedMultiplyAdd(beta, state[0], rest * g * g);
        if (isCentred)
        {
            var m = state[1] = T.FusedMultiplyAdd(beta, state[1], rest * g);
            v = T.FusedMultiplyAdd(-m, m, v);
            if (v < T.Zero)
            {
                v = T.Zero;
            }
        }

        var divisor = T.Sqrt(v) + T.CreateTruncating(epsilon);
        if (coefficient is not { } mu)
        {
            rate = alpha / divisor;
            return T.FusedMultiplyAdd(-rate, g, w);
        }

        var inverse = T.One / divisor;
        state[^1] = T.FusedMultiplyAdd(inverse, g, T.CreateTruncating(mu) * state[^1]);
        rate = alpha * inverse;
        return T.FusedMultiplyAdd(-alpha, state[^1], w);
    }
}
