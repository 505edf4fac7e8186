using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>How weights are gathered into running totals, one in each lane.</summary>
/// <typeparam name="TTotals">The totals. Their default value is that of no weights.</typeparam>
/// <typeparam name="L">The lanes that the weights come in.</typeparam>
internal interface IFold<TTotals, L>
    where TTotals : struct
    where L : struct, ILanes<L>
{
    /// <summary>The totals with one more weight in each lane.</summary>
    TTotals Add(TTotals totals, L weights);

    /// <summary>Two totals as one, lane by lane.</summary>
    TTotals Merge(TTotals left, TTotals right);
}
