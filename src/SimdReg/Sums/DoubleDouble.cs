using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>A number as the unevaluated sum of two doubles, the second below half an ulp of the first.</summary>
/// <remarks>
/// Source of the algorithms and their bounds (u = 2⁻⁵³): Joldes, Muller and Popescu, "Tight and rigorous error bounds for
/// basic building blocks of double-word arithmetic", ACM Transactions on Mathematical Software, 2017.
/// </remarks>
internal readonly record struct DoubleDouble(double High, double Low) : IAdditionOperators<DoubleDouble, DoubleDouble, DoubleDouble>
{
    /// <summary>Half of it: without error, unless it underflows.</summary>
    // No property: a record prints those, and so itself without end.
    public DoubleDouble Halved() => new(High / 2, Low / 2);

    /// <summary>left + right, to a relative 3u² + 13u³ (algorithm 6).</summary>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var (high, highError) = TwoSum(left.High, right.High);
        var (low, lowError) = TwoSum(left.Low, right.Low);
        var sum = Normalised(high, highError + low);
        return Normalised(sum.High, lowError + sum.Low);
    }

    /// <summary>left × right, to a relative 2u² (algorithm 9), while nothing underflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble left, double right)
    {
        var high = left.High * right;
        var low = Math.FusedMultiplyAdd(left.Low, right, Math.FusedMultiplyAdd(left.High, right, -high));
        return Normalised(high, low);
    }

    /// <summary>high + low, where |low| ≤ |high|, without error. An infinite sum has nothing left to add to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Normalised(double high, double low)
    {
        var sum = high + low;
        return double.IsFinite(high) ? new(sum, low - (sum - high)) : new(high, 0);
    }

    /// <summary>left + right, without error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble TwoSum(double left, double right)
    {
        var sum = left + right;
        var fromRight = sum - left;
        return new(sum, (left - (sum - fromRight)) + (right - fromRight));
    }
}
