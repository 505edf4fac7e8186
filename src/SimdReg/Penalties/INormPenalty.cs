namespace SimdReg;

/// <summary>
/// A combination of the two norms, s₁·Σ|w| + (s₂/2)·Σw², whose sum over a span is correctly rounded: <see cref="L1"/>, <see cref="L2"/>,
/// <see cref="ElasticNet"/> and <see cref="None"/>. Only SimdReg implements this interface.
/// </summary>
public interface INormPenalty : IPenalty
{
    /// <summary>The penalty as an elastic net, with strength 0 for a norm that it does not contain.</summary>
    // Internal: a wrong answer would give a wrong sum silently.
    internal ElasticNet Norms { get; }
}
