using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>A number as the unevaluated sum of two doubles, the second at most half an ulp of the first.</summary>
/// <remarks>
/// Source of the algorithms and their bounds (u = 2⁻⁵³): Joldes, Muller and Popescu, "Tight and rigorous error bounds for
/// basic building blocks of double-word arithmetic", ACM Transactions on Mathematical Software, 2017.
/// </remarks>
internal readonly record struct DoubleDouble(double High, double Low) : IAdditionOperators<DoubleDouble, DoubleDouble, DoubleDouble>
{
    /// <summary>Half the number: exact unless it underflows.</summary>
    // Not a property: a record prints its properties, and this one would recurse without end.
    public DoubleDouble Halved() => new(High / 2, Low / 2);

    /// <summary>left + right, with a relative error of at most 3u² + 13u³ (algorithm 6).</summary>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var (high, highError) = TwoSum(left.High, right.High);
        var (low, lowError) = TwoSum(left.Low, right.Low);
        var sum = Normalised(high, highError + low);
        return Normalised(sum.High, lowError + sum.Low);
    }

    /// <summary>left × right, with a relative error of at most 2u² (algorithm 9) unless something underflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble left, double right)
    {
        var high = left.High * right;
        var low = Math.FusedMultiplyAdd(left.Low, right, Math.FusedMultiplyAdd(left.High, right, -high));
        return Normalised(high, low);
    }

    /// <summary>high + low, exact if |low| ≤ |high|. An infinite high is returned alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Normalised(double high, double low)
    {
        var sum = high + low;
        return double.IsFinite(high) ? new(sum, low - (sum - high)) : new(high, 0);
    }

    /// <summary>left + right, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble TwoSum(double left, double right)
    {
        var sum = left + right;
        var fromRight = sum - left;
        return new(sum, (left - (sum - fromRight)) + (right - fromRight));
    }
}
