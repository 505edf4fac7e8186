using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>The optimum for one strength of a <see cref="RegularizationPath"/>.</summary>
public sealed record RegularizationPathPoint
{
    /// <summary>s</summary>
    public required double Strength { get; init; }

    /// <summary>w, those without a penalty included.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>How many of the penalised weights are not zero.</summary>
    public required int NonZeroCount { get; init; }

    /// <summary>Whether the solver converged, and how near it is.</summary>
    public required ProximalGradientReport Report { get; init; }
}
