using System.Numerics;

namespace SimdReg.Sums;

/// <summary>What a step over some weights amounts to, before it is rounded. Those of several parts add up.</summary>
internal readonly record struct StepTotals<T>(BlockMeasure<T>.Result Weights, BoundedSum GradientSquares, Change<T> Change)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the errors say how far all sums are off.</summary>
    public bool IsProven => Weights.IsProven && GradientSquares.IsProven;

    /// <summary>The extent and the change, without sums.</summary>
    public static StepTotals<T> Unproven(Extent<T> extent, Change<T> change) =>
        new(new(BoundedSum.Unproven, BoundedSum.Unproven, extent), BoundedSum.Unproven, change);

    public static StepTotals<T> operator +(StepTotals<T> left, StepTotals<T> right) => new(
        left.Weights + right.Weights,
        left.GradientSquares + right.GradientSquares,
        left.Change + right.Change);

    /// <summary>Both sums and that of the gradients correctly rounded: certified, or made again from the numbers themselves.</summary>
    /// <param name="weights">All weights, after the step.</param>
    /// <param name="gradients">All gradients, as they were before it.</param>
    public StepMeasure<T> Round<TWeights, TGradients>(TWeights weights, TGradients gradients)
        where TWeights : struct, IBlocks<T>, allows ref struct
        where TGradients : struct, IBlocks<T>, allows ref struct =>
        new()
        {
            Weights = SpanSums.Rounded<T, TWeights>(Weights, weights),
            GradientSquares = SpanSums.Rounded<T, TGradients>(
                Certificate.Enclose<T>(default, GradientSquares, SpanSums.Squares), gradients, SpanSums.Squares),
            LargestChange = T.IsFinite(Weights.Extent.Largest) ? Change.Largest : T.NaN,
            NewZeroCount = Change.NewZeros,
        };
}
