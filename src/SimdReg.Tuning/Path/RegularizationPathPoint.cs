using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>The optimum for one strength of a <see cref="RegularizationPath"/>.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RegularizationPathPoint
{
    /// <summary>s, the strength.</summary>
    public required double Strength { get; init; }

    /// <summary>w, including the unpenalised weights.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>The number of penalised weights that are not zero.</summary>
    public required int NonZeroCount { get; init; }

    /// <summary>The report of the solver.</summary>
    public required ProximalGradientReport Report { get; init; }
}
