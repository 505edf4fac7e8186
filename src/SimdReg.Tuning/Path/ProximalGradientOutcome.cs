namespace SimdReg.Tuning;

/// <summary>The outcome of a run of <see cref="ProximalGradient"/>.</summary>
public enum ProximalGradientOutcome
{
    /// <summary>The residual is within the tolerance.</summary>
    Converged,

    /// <summary>The largest number of iterations was reached first.</summary>
    IterationLimit,

    /// <summary>
    /// No step is possible: every step, however short, exceeds the upper bound that the gradient implies, or is lost in rounding.
    /// The loss is not smooth there, its gradient does not match its value, or the tolerance is finer than double precision. Or the
    /// step size has reached one of its limits (see <see cref="ProximalGradient"/>): the loss is too flat or too steep.
    /// </summary>
    NoStep,
}
