using System.Globalization;

namespace SimdReg.Tuning;

/// <summary>What a run of <see cref="ProximalGradient"/> came to.</summary>
public readonly record struct ProximalGradientReport
{
    /// <summary>How it ended. The weights are the last of the run in any case.</summary>
    public ProximalGradientOutcome Outcome { get; internal init; }

    /// <summary>How many proximal steps were kept.</summary>
    public int Iterations { get; internal init; }

    /// <summary>How often the loss was asked for.</summary>
    public int Evaluations { get; internal init; }

    /// <summary>
    /// max |r|, where r is a subgradient of loss plus penalty at the weights: 0 at an optimum. It counts what the rounding of a
    /// weight is worth, so that a step too short to move anything does not look like an optimum.
    /// </summary>
    public double Residual { get; internal init; }

    /// <summary>What <see cref="Residual"/> was to reach: the tolerance times max |∇f(0)|, or where that is 0, max |∇f| at the start.</summary>
    public double ResidualBound { get; internal init; }

    /// <summary>f(w) + Σ p(w)</summary>
    public double Objective { get; internal init; }

    /// <summary>The same where the run began. A run that ends above it had no gradient of this loss.</summary>
    public double StartObjective { get; internal init; }

    /// <summary>t of the last step.</summary>
    public double StepSize { get; internal init; }

    /// <summary>Whether the residual is within the tolerance.</summary>
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
