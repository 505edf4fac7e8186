using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>A running sum of non-negative terms in each lane.</summary>
internal interface ILaneSum<TSelf, L>
    where TSelf : struct, ILaneSum<TSelf, L>
    where L : struct, ILanes<L>
{
    /// <summary>Adds one term in each lane.</summary>
    TSelf Plus(L term);

    /// <summary>Adds one square in each lane.</summary>
    TSelf PlusSquare(L root);
}

/// <summary>A sum in lanes of double, for terms of any size. The default value is 0.</summary>
internal interface IWideSum<TSelf, L> : ILaneSum<TSelf, L>
    where TSelf : struct, IWideSum<TSelf, L>
    where L : struct, ILanes<L, double>
{
    /// <summary>Adds another sum, lane by lane.</summary>
    TSelf Plus(TSelf other);

    /// <summary>The sum over all lanes.</summary>
    DoubleDouble Across();
}

/// <summary>A plain sum, for terms of floats: double has 29 bits more.</summary>
internal readonly struct PlainSum<L>(L sum) : IWideSum<PlainSum<L>, L>
    where L : struct, ILanes<L, double>
{
    private readonly L _sum = sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> Plus(L term) => new(_sum + term);

    // The square of a float is exact in double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> PlusSquare(L root) => new(L.AddExactProduct(root, root, _sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> Plus(PlainSum<L> other) => new(_sum + other._sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDouble Across() => new(LaneValues.Sum<L, double>(_sum), 0);
}

/// <summary>A compensated sum, for terms of doubles: the rounding errors are summed separately.</summary>
/// <remarks>Source: Ogita, Rump and Oishi, "Accurate Sum and Dot Product", SIAM Journal on Scientific Computing, 2005.</remarks>
internal readonly struct CompensatedSum<L>(L high, L low) : IWideSum<CompensatedSum<L>, L>
    where L : struct, ILanes<L, double>
{
    private readonly L _high = high;
    private readonly L _low = low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompensatedSum<L> Plus(L term)
    {
        var sum = _high + term;
        return new(sum, _low + Error(_high, term, sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompensatedSum<L> PlusSquare(L root)
    {
        var square = root * root;
        var squareError = L.Fms(root, root, square);
        var sum = _high + square;
        return new(sum, _low + (Error(_high, square, sum) + squareError));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompensatedSum<L> Plus(CompensatedSum<L> other)
    {
        var sum = _high + other._high;
        return new(sum, Error(_high, other._high, sum) + (_low + other._low));
    }

    public DoubleDouble Across()
    {
        var highs = LaneValues.Of<L, double>(in _high);
        var lows = LaneValues.Of<L, double>(in _low);

        // With a separate sum of rounding errors, each lane waits for one addition only.
        var (sum, low) = (0.0, 0.0);
        for (var i = 0; i < highs.Length; i++)
        {
            (sum, var error) = DoubleDouble.TwoSum(sum, highs[i]);
            low += error + lows[i];
        }

        return DoubleDouble.Normalised(sum, low);
    }

    /// <summary>The exact rounding error of sum = left + right. Source: Knuth, volume 2, section 4.2.2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Error(L left, L right, L sum)
    {
        var fromRight = sum - left;
        return (left - (sum - fromRight)) + (right - fromRight);
    }
}
