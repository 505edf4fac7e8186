using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>What a step does besides: scales its gradients, climbs, keeps zeros. The default does none of it, and costs nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct StepOptions
{
    private readonly double? _gradientScale; // Null for 1, so that options that do the same are equal.

    /// <summary>Creates options.</summary>
    /// <param name="gradientScale">What each gradient is multiplied by: finite, at least 0.</param>
    /// <param name="maximise">Whether the step climbs.</param>
    /// <param name="keepZeros">Whether a weight of zero stays zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gradientScale"/> is NaN, negative or above the largest float.</exception>
    // Without it a source-generated serializer would set a scale that is missing to 0.
    [JsonConstructor]
    public StepOptions(double gradientScale = 1, bool maximise = false, bool keepZeros = false)
    {
        GradientScale = Guard.Parameter(gradientScale);
        Maximise = maximise;
        KeepZeros = keepZeros;
    }

    /// <summary>
    /// What each gradient is multiplied by on the way, rounded once, and not written back: 1 unless set. For a loss that was scaled,
    /// and for clipping by the global norm. Finite, at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or above the largest float.</exception>
    public double GradientScale
    {
        get => _gradientScale ?? 1;
        init => _gradientScale = Guard.Parameter(value, nameof(GradientScale)) is var scale && scale == 1 ? null : scale;
    }

    /// <summary>Whether the step climbs: g counts as −g. The penalty pulls towards zero all the same.</summary>
    public bool Maximise { get; init; }

    /// <summary>
    /// Whether a weight of zero stays zero, whatever its gradient, and its state as it is (but for subnormal numbers, which count as zero): for pruned weights under momentum. Otherwise
    /// every weight changes.
    /// </summary>
    public bool KeepZeros { get; init; }

    /// <summary>What g is multiplied by, its sign included.</summary>
    internal double SignedScale => Maximise ? -GradientScale : GradientScale;
}
