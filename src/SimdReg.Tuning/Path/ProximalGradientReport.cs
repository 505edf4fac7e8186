using System.Globalization;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>The report of a run of <see cref="ProximalGradient"/>.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct ProximalGradientReport
{
    /// <summary>The outcome. The weights are the last ones of the run for every outcome.</summary>
    public required ProximalGradientOutcome Outcome { get; init; }

    /// <summary>The number of proximal steps taken.</summary>
    public required int Iterations { get; init; }

    /// <summary>The number of evaluations of the loss.</summary>
    public required int Evaluations { get; init; }

    /// <summary>
    /// max |r|, where r is a subgradient of loss plus penalty at the weights: 0 at a minimum. It includes the effect of rounding each
    /// weight, so that a step too short to change a weight does not look like a minimum.
    /// </summary>
    public required double Residual { get; init; }

    /// <summary>The bound of <see cref="Residual"/>: the tolerance times max |∇f(0)|, or times max |∇f| at the start if that is 0.</summary>
    public required double ResidualBound { get; init; }

    /// <summary>f(w) + Σ p(w) at the result.</summary>
    public required double Objective { get; init; }

    /// <summary>f(w) + Σ p(w) at the start. If <see cref="Objective"/> is larger, the gradient does not match the loss.</summary>
    public required double StartObjective { get; init; }

    /// <summary>t, the step size of the last step.</summary>
    public required double StepSize { get; init; }

    /// <summary>Whether the penalty is convex (<see cref="IPenalty.IsConvex"/>). If it is not, a run converges to a stationary point: perhaps a local minimum, and another start may lead to a lower one.</summary>
    public required bool IsPenaltyConvex { get; init; }

    /// <summary>Whether the residual is within the tolerance.</summary>
    [JsonIgnore]
    public bool IsConverged => Outcome == ProximalGradientOutcome.Converged;

    /// <summary>The report as a sentence.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString()
    {
        var outcome = Outcome switch
        {
            ProximalGradientOutcome.Converged => IsPenaltyConvex ? "Converged" : "Converged to a stationary point",
            ProximalGradientOutcome.IterationLimit => "Not converged (iteration limit)",
            _ => "Not converged (no step possible)",
        };
        var risen = !IsConverged && Objective > StartObjective
            ? string.Create(CultureInfo.InvariantCulture, $" The objective has risen from {StartObjective:g6}: does the gradient match the loss?")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome} after {Iterations} iterations and {Evaluations} evaluations: residual {Residual:g3}, bound {ResidualBound:g3}, objective {Objective:g6}, step size {StepSize:g3}.{risen}");
    }
}

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
