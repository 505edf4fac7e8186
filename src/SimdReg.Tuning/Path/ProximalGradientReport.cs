using System.Globalization;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>What a run of <see cref="ProximalGradient"/> came to.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct ProximalGradientReport
{
    /// <summary>How it ended. The weights are the last of the run in any case.</summary>
    public required ProximalGradientOutcome Outcome { get; init; }

    /// <summary>How many proximal steps were kept.</summary>
    public required int Iterations { get; init; }

    /// <summary>How often the loss was asked for.</summary>
    public required int Evaluations { get; init; }

    /// <summary>
    /// max |r|, where r is a subgradient of loss plus penalty at the weights: 0 at an optimum. It counts what the rounding of a
    /// weight is worth, so that a step too short to move anything does not look like an optimum.
    /// </summary>
    public required double Residual { get; init; }

    /// <summary>What <see cref="Residual"/> was to reach: the tolerance times max |∇f(0)|, or where that is 0, max |∇f| at the start.</summary>
    public required double ResidualBound { get; init; }

    /// <summary>f(w) + Σ p(w)</summary>
    public required double Objective { get; init; }

    /// <summary>The same where the run began. A run that ends above it had no gradient of this loss.</summary>
    public required double StartObjective { get; init; }

    /// <summary>t of the last step.</summary>
    public required double StepSize { get; init; }

    /// <summary>Whether the residual is within the tolerance.</summary>
    [JsonIgnore]
    public bool IsConverged => Outcome == ProximalGradientOutcome.Converged;

    /// <summary>The report as a sentence.</summary>
    public override string ToString()
    {
        var outcome = Outcome switch
        {
            ProximalGradientOutcome.Converged => "Converged",
            ProximalGradientOutcome.IterationLimit => "Not converged (the limit of iterations)",
            _ => "Not converged (no step is left to take)",
        };
        var risen = !IsConverged && Objective > StartObjective
            ? string.Create(CultureInfo.InvariantCulture, $" The objective has risen from {StartObjective:g6}: is the gradient that of the loss?")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome} after {Iterations} iterations and {Evaluations} evaluations: residual {Residual:g3}, bound {ResidualBound:g3}, objective {Objective:g6}, step size {StepSize:g3}.{risen}");
    }
}
