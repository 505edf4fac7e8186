namespace SimdReg;

/// <summary>What a step does besides: scales its gradients, climbs, keeps zeros. The default does none of it, and costs nothing.</summary>
public readonly record struct StepOptions
{
    private readonly double? _gradientScale;

    /// <summary>
    /// What each gradient is multiplied by on the way, rounded once, and not written back: 1 unless set. For a loss that was scaled,
    /// and for clipping by the global norm. Finite, at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or above the largest float.</exception>
    public double GradientScale
    {
        get => _gradientScale ?? 1;
        init => _gradientScale = Guard.Parameter(value, nameof(GradientScale));
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
