using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>A running sum in each lane, with what its additions rounded off.</summary>
/// <remarks>
/// Weights that are floats are summed in double with 29 bits to spare: what is rounded off is not kept for them.
/// Source: Ogita, Rump and Oishi, "Accurate Sum and Dot Product", SIAM Journal on Scientific Computing, 2005.
/// </remarks>
internal readonly record struct LaneSum<L>(L High, L Low)
    where L : struct, ILanes<L, double>
{
    /// <summary>This sum and one more term in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> Plus<T>(L term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Element<T>.IsSingle)
        {
            return new(High + term, Low);
        }

        var (sum, error) = TwoSum(High, term);
        return new(sum, Low + error);
    }

    /// <summary>This sum and one more square in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> PlusSquare<T>(L root)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Element<T>.IsSingle)
        {
            // Exact in double: 24 + 24 bits.
            return new(L.Fma(root, root, High), Low);
        }

        var square = root * root;
        var squareError = L.Fma(root, root, -square);
        var (sum, error) = TwoSum(High, square);
        return new(sum, Low + (error + squareError));
    }

    /// <summary>This sum and another, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> Plus(LaneSum<L> other)
    {
        var (sum, error) = TwoSum(High, other.High);
        return new(sum, error + (Low + other.Low));
    }

    /// <summary>All lanes together.</summary>
    public DoubleDouble Across<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> highs = stackalloc double[L.Count];
        Span<double> lows = stackalloc double[L.Count];
        High.Store(ref highs[0]);
        Low.Store(ref lows[0]);

        if (Element<T>.IsSingle)
        {
            var (high, low) = (0.0, 0.0);
            for (var i = 0; i < highs.Length; i++)
            {
                high += highs[i];
                low += lows[i];
            }

            return DoubleDouble.Normalised(high, low);
        }

        var sum = DoubleDouble.Normalised(highs[0], lows[0]);
        for (var i = 1; i < highs.Length; i++)
        {
            sum += DoubleDouble.Normalised(highs[i], lows[i]);
        }

        return sum;
    }

    /// <summary>left + right = sum + error, without error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (L Sum, L Error) TwoSum(L left, L right)
    {
        var sum = left + right;
        var fromRight = sum - left;
        return (sum, (left - (sum - fromRight)) + (right - fromRight));
    }
}
