namespace SimdReg.Loops;

/// <summary>How weights are gathered into running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes. Their default value is that of no weights.</typeparam>
/// <typeparam name="T">The weights.</typeparam>
internal interface IFold<TTotals, T>
    where TTotals : struct
    where T : unmanaged
{
    /// <summary>How many adjacent weights go in at a time.</summary>
    static abstract int Count { get; }

    /// <summary>The totals with <see cref="Count"/> more weights.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="weights">The first of the weights. The caller vouches for the rest.</param>
    TTotals Add(TTotals totals, ref readonly T weights);

    /// <summary>Two totals as one, lane by lane.</summary>
    TTotals Merge(TTotals left, TTotals right);
}
