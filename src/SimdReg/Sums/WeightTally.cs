using System.Numerics;

namespace SimdReg.Sums;

/// <summary>The measures of weights before rounding: the sums of both norms, the number of non-zeros and the largest magnitude.</summary>
/// <param name="Magnitudes">Σ|w|</param>
/// <param name="Squares">Σw²</param>
/// <param name="NonZeros">The number of weights that are not zero.</param>
/// <param name="Largest">max |w|, or NaN if a weight is NaN.</param>
internal readonly record struct WeightTally<T>(BoundedSum Magnitudes, BoundedSum Squares, long NonZeros, T Largest)
    : IAdditionOperators<WeightTally<T>, WeightTally<T>, WeightTally<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the error bounds of both sums hold.</summary>
    public bool IsProven => Magnitudes.IsProven && Squares.IsProven;

    public static WeightTally<T> operator +(WeightTally<T> left, WeightTally<T> right) => new(
        left.Magnitudes + right.Magnitudes,
        left.Squares + right.Squares,
        left.NonZeros + right.NonZeros,
        T.Max(left.Largest, right.Largest));
}
