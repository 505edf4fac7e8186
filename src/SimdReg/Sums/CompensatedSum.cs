using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Terms that stem from doubles, added with what each addition rounds off kept beside.</summary>
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

        // What is rounded off is gathered beside, and not added at once: the next lane waits for one addition only.
        var (sum, low) = (0.0, 0.0);
        for (var i = 0; i < highs.Length; i++)
        {
            (sum, var error) = DoubleDouble.TwoSum(sum, highs[i]);
            low += error + lows[i];
        }

        return DoubleDouble.Normalised(sum, low);
    }

    /// <summary>What is missing from sum, the rounded left + right: exactly. Source: Knuth, volume 2, section 4.2.2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Error(L left, L right, L sum)
    {
        var fromRight = sum - left;
        return (left - (sum - fromRight)) + (right - fromRight);
    }
}
