using System.Numerics;

namespace SimdReg.Sums;

/// <summary>A sum, and how far it may be from the exact one beyond what sums in lanes of double may be.</summary>
internal readonly record struct BoundedSum(DoubleDouble Value, double Error) : IAdditionOperators<BoundedSum, BoundedSum, BoundedSum>
{
    /// <summary>A sum of which nothing is known.</summary>
    public static BoundedSum Unproven => new(new(double.NaN, 0), 0);

    /// <summary>Whether the error says how far the sum is off.</summary>
    public bool IsProven => double.IsFinite(Value.High);

    public static BoundedSum operator +(BoundedSum left, BoundedSum right) => new(left.Value + right.Value, left.Error + right.Error);
}
