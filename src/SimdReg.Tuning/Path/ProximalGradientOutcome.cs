namespace SimdReg.Tuning;

/// <summary>How a run of <see cref="ProximalGradient"/> ended.</summary>
public enum ProximalGradientOutcome
{
    /// <summary>The residual is within the tolerance.</summary>
    Converged,

    /// <summary>As many iterations as are allowed were not enough.</summary>
    IterationLimit,

    /// <summary>
    /// No step is left to take: however short, each leads above the upper bound that the gradient promises, or is lost in
    /// rounding. The loss is not smooth there, its gradient is not that of its value, or the tolerance is finer than double is. Or
    /// the step size is at one of its limits, which <see cref="ProximalGradient"/> states: the loss is too flat or too steep.
    /// </summary>
    NoStep,
}
