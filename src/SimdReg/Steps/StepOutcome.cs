using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Steps;

/// <summary>The outcome of a step over some weights, before rounding. Outcomes of several parts are added.</summary>
/// <param name="Weights">The weights after the step.</param>
/// <param name="SumOfGradientSquares">Σg²</param>
/// <param name="MaxChange">max |w′ − w|</param>
/// <param name="NewZeros">The number of weights that became zero.</param>
internal readonly record struct StepOutcome<T>(WeightTally<T> Weights, BoundedSum SumOfGradientSquares, T MaxChange, long NewZeros)
    : IAdditionOperators<StepOutcome<T>, StepOutcome<T>, StepOutcome<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static StepOutcome<T> operator +(StepOutcome<T> left, StepOutcome<T> right) => new(
        left.Weights + right.Weights,
        left.SumOfGradientSquares + right.SumOfGradientSquares,
        T.Max(left.MaxChange, right.MaxChange),
        left.NewZeros + right.NewZeros);

    /// <summary>Rounds the sums correctly: from their error bounds, or by computing them again from the elements.</summary>
    /// <param name="weights">All weights, after the step.</param>
    /// <param name="gradients">All gradients, unchanged by the step.</param>
    public StepMeasure<T> Round<TWeights, TGradients>(TWeights weights, TGradients gradients)
        where TWeights : struct, IBlocks<T>, allows ref struct
        where TGradients : struct, IBlocks<T>, allows ref struct =>
        new()
        {
            Weights = SpanSums.Rounded<T, TWeights>(Weights, weights),
            SumOfGradientSquares = SpanSums.Rounded<T, TGradients>(
                Certificate.Enclose<T>(default, SumOfGradientSquares, NormStrengths.OfSquares), gradients, NormStrengths.OfSquares),
            MaxChange = T.IsFinite(Weights.Largest) ? MaxChange : T.NaN,
            NewZeroCount = NewZeros,
        };
}
