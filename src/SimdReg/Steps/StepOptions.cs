using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Options of a step. The default, <c>default(StepOptions)</c> or <c>new()</c>, uses none of them and costs nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct StepOptions
{
    // Stored so that zero means the default: default(StepOptions) then equals new StepOptions { GradientScale = 1 }.
    private readonly double? _gradientScale;
    private readonly int _furtherThreads;

    /// <summary>Creates options.</summary>
    /// <param name="gradientScale">The factor of every gradient: finite, at least 0.</param>
    /// <param name="maximize">Whether the step goes up the gradient.</param>
    /// <param name="keepZeros">Whether a weight of zero stays zero.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gradientScale"/> is NaN, negative or above the largest float, or <paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    // JsonConstructor: without it, a source-generated serializer would set a missing scale to 0.
    [JsonConstructor]
    public StepOptions(double gradientScale = 1, bool maximize = false, bool keepZeros = false, int maxDegreeOfParallelism = 1)
    {
        GradientScale = Guard.Parameter(gradientScale);
        Maximize = maximize;
        KeepZeros = keepZeros;
        MaxDegreeOfParallelism = Guard.AtLeastOne(maxDegreeOfParallelism);
    }

    /// <summary>
    /// The factor of every gradient, 1 by default: to undo loss scaling, and to clip by the global norm. The product is rounded once
    /// and not written back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or above the largest float.</exception>
    public double GradientScale
    {
        get => _gradientScale ?? 1;
        init => _gradientScale = Guard.Parameter(value, nameof(GradientScale)) is var scale && scale == 1 ? null : scale;
    }

    /// <summary>Whether the step goes up the gradient, to maximize: g counts as −g. The penalty still pulls towards zero.</summary>
    public bool Maximize { get; init; }

    /// <summary>
    /// Whether a weight of zero stays zero and keeps its state for any gradient: for pruned weights. A weight below the smallest
    /// normal number counts as zero.
    /// </summary>
    public bool KeepZeros { get; init; }

    /// <summary>
    /// The number of threads that may work at once, 1 by default. The result has the same bits for any number. Fewer than 131,072
    /// weights are always stepped by the calling thread alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _furtherThreads + 1;
        init => _furtherThreads = Guard.AtLeastOne(value, nameof(MaxDegreeOfParallelism)) - 1;
    }

    /// <summary>The factor of every gradient, with its sign.</summary>
    internal double SignedScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Maximize ? -GradientScale : GradientScale;
    }

    /// <summary>Combines both options: scales multiply, two signs cancel, zeros are kept if either keeps them, and the larger number of threads applies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The product of the scales is above the largest float.</exception>
    internal StepOptions With(in StepOptions other) => new(
        Product(GradientScale, other.GradientScale),
        Maximize != other.Maximize,
        KeepZeros || other.KeepZeros,
        Math.Max(MaxDegreeOfParallelism, other.MaxDegreeOfParallelism));

    /// <summary>A product that is 0 only if a factor is.</summary>
    private static double Product(double gradientScale, double other) => gradientScale * other is var product && (product > 0 || gradientScale == 0 || other == 0)
        ? product
        : throw new ArgumentOutOfRangeException(nameof(gradientScale), gradientScale, $"{nameof(gradientScale)} times {other} must not underflow to 0.");
}
