using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>A sum, and how far it may be from the exact one beyond what sums in lanes of double may be.</summary>
/// <remarks>Three numbers side by side, like <see cref="Enclosure"/>: a struct within a struct the JIT keeps in memory, and a sum of a few weights waits for it.</remarks>
internal readonly record struct BoundedSum(double High, double Low, double Error) : IAdditionOperators<BoundedSum, BoundedSum, BoundedSum>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BoundedSum(DoubleDouble value, double error)
        : this(value.High, value.Low, error)
    {
    }

    /// <summary>A sum of which nothing is known.</summary>
    public static BoundedSum Unproven => new(double.NaN, 0, 0);

    /// <summary>The sum alone.</summary>
    public DoubleDouble Value => new(High, Low);

    /// <summary>Whether the error says how far the sum is off.</summary>
    public bool IsProven => double.IsFinite(High);

    public static BoundedSum operator +(BoundedSum left, BoundedSum right) => new(left.Value + right.Value, left.Error + right.Error);
}
