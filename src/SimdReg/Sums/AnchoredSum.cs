using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Terms added in the weights' own type, with what each addition rounds off kept beside, from an anchor that the sum never doubles.</summary>
/// <remarks>
/// <para>
/// A compensated sum in four or five instructions a term, where one without an anchor takes seven to ten, and no term is
/// widened. While the sum stays below twice its anchor, no term is larger than what it is added to, so that one subtraction
/// says exactly what was added; and no more is rounded off than half a unit in the last place of the anchor.
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
    /// <summary>The anchor and all terms, rounded.</summary>
    public W High => high;

    /// <summary>What was rounded off.</summary>
    public W Low => low;

    // A multiplication by 1, because additions have two of the four pipes of a Zen 4 to themselves, and multiply-adds the
    // other two: both sums together take 0.83 of the time.

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
