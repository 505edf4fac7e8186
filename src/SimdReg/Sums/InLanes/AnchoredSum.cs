using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>A compensated sum in the weights' own type, which starts from an anchor and stays below twice the anchor.</summary>
/// <remarks>
/// <para>
/// It takes four or five instructions for each term, where a compensated sum without an anchor takes seven to ten, and no term is widened.
/// While the sum stays below twice its anchor, no term exceeds the sum it is added to. So one subtraction gives exactly the part that was
/// added, and each rounding error is at most half a unit in the last place of the anchor.
/// </para>
/// <para>
/// Source: Dekker's fast two-sum ("A floating-point technique for extending the available precision", Numerische Mathematik,
/// 1971), from an anchor as in Rump, Ogita and Oishi ("Accurate floating-point summation", SIAM Journal on Scientific
/// Computing, 2008).
/// </para>
/// </remarks>
internal readonly struct AnchoredSum<W>(W high, W low) : ILaneSum<AnchoredSum<W>, W>
    where W : struct, ILanes<W>
{
    /// <summary>The rounded sum of the anchor and all terms.</summary>
    public W High => high;

    /// <summary>The sum of the rounding errors.</summary>
    public W Low => low;

    // A multiply-add by 1, because on Zen 4 additions use two of the four pipes and multiply-adds the other two.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AnchoredSum<W> Plus(W term)
    {
        var sum = W.Fma(term, W.Splat(1), high);
        return new(sum, low + (term - (sum - high)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AnchoredSum<W> PlusSquare(W root)
    {
        var sum = W.Fma(root, root, high);
        return new(sum, low + W.Fma(root, root, high - sum));
    }
}

/// <summary>The start of an <see cref="AnchoredSum{W}"/>, and its error bound.</summary>
internal static class Anchor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of terms that a lane takes before it is gathered. Each adds one rounding error to the low sum, which is itself rounded.</summary>
    public static int Turns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? Thresholds.AnchoredFloatTerms : Thresholds.AnchoredDoubleTerms;
    }

    private const int SampleCount = 4;

    /// <summary>The smallest ratio of the anchor to the expected sum of a lane.</summary>
    private const double Margin = 4;

    private static double UnitRoundoff
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1.0 / (1 << 24) : 1.0 / (1L << 53);
    }

    // Between these bounds, twice an anchor does not overflow and its rounding error does not underflow.

    private static double Least
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1e-20 : 1e-270;
    }

    private static double Most
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1e37 : 1e307;
    }

    /// <summary>A power of two above the sum of a lane that a sample of the terms predicts, or 0 if none is suitable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double For<W, TTerm>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
        where TTerm : struct, ITerm
    {
        if (block.Length < W.Count || SoftwareFma.IsNeeded) // It would take longer than an anchor saves.
        {
            return 0;
        }

        ref var first = ref MemoryMarshal.GetReference(block);
        var distance = (nint)((block.Length - W.Count) / (SampleCount - 1));
        var sample = default(AnchoredSum<W>);
        for (nint i = 0; i < SampleCount; i++)
        {
            sample = default(TTerm).AddTo(sample, W.Load(in Unsafe.Add(ref first, i * distance)));
        }

        var expected = Margin * Turns * double.CreateTruncating(LaneValues.Sum<W, T>(sample.High)) / (SampleCount * W.Count);
        return expected >= Least && expected <= Most ? Binary.PowerOfTwoAbove(expected) : 0;
    }

    /// <summary>The error bound of a sum of this number of terms, gathered from lanes: at least twice the proven bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Error(double anchor, int count) =>
        1.15 * Turns * UnitRoundoff * UnitRoundoff * anchor * count;
}

/// <summary>Anchored sums, gathered in lanes of double, and the largest sum that a lane reached.</summary>
internal struct GatheredSum<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TWide _sum;
    private W _peak;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(AnchoredSum<W> part, double anchor)
    {
        // Compared as magnitudes, in whose order NaN is the largest.
        _peak = W.MaxOfMagnitudes(W.Abs(part.High), _peak);
        _sum = _sum.Plus(Widened(part.High, anchor)).Plus(Widened(part.Low, 0));
    }

    /// <summary>The sum over all lanes, or NaN if a lane reached twice the anchor, where the error bound no longer holds.</summary>
    public readonly DoubleDouble Across(double anchor)
    {
        var isBelow = W.SelectLess(_peak, W.Splat(2 * anchor), W.Zero, W.Splat(1));
        return W.ZeroBits(isBelow) == uint.MaxValue >> (32 - W.Count) ? _sum.Across() : new(double.NaN, 0);
    }

    /// <summary>The lanes minus the anchor, in lanes of double. There are half as many lanes of double as of float, so each adds two floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Widened(W lanes, double anchor)
    {
        ref var values = ref MemoryMarshal.GetReference(LaneValues.Of<W, T>(in lanes));
        var sum = Doubles.Load<L, T>(in values) - L.Splat(anchor);
        for (var i = L.Count; i < W.Count; i += L.Count)
        {
            sum += Doubles.Load<L, T>(in Unsafe.Add(ref values, i)) - L.Splat(anchor);
        }

        return sum;
    }
}
