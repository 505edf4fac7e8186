namespace SimdReg;

/// <summary>
/// A penalty that is a combination of the two norms, s₁·Σ|w| + (s₂/2)·Σw²: its sum over a span is correctly rounded.
/// </summary>
public interface INormPenalty : IPenalty
{
    /// <summary>The penalty as an elastic net, with a strength of 0 for the norm it does not charge.</summary>
    ElasticNet Norms { get; }
}
