using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>The optimum for one strength of a <see cref="RegularisationPath"/>.</summary>
public sealed record RegularisationPathPoint
{
    internal RegularisationPathPoint(double strength, ImmutableArray<double> weights, int nonZeroCount, ProximalGradientReport report) =>
        (Strength, Weights, NonZeroCount, Report) = (strength, weights, nonZeroCount, report);

    /// <summary>s</summary>
    public double Strength { get; }

    /// <summary>w, those without a penalty included.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>How many of the penalised weights are not zero.</summary>
    public int NonZeroCount { get; }

    /// <summary>Whether the solver converged, and how near it is.</summary>
    public ProximalGradientReport Report { get; }
}
