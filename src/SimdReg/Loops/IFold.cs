namespace SimdReg.Loops;

/// <summary>How weights are gathered into running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes.</typeparam>
/// <typeparam name="TSums">Where totals go. The default value is that of no weights.</typeparam>
/// <typeparam name="T">The weights.</typeparam>
internal interface IFold<TTotals, TSums, T>
    where TTotals : struct
    where TSums : struct
    where T : unmanaged
{
    /// <summary>How many adjacent weights go in at a time.</summary>
    static abstract int Count { get; }

    /// <summary>How many times something may be added to a total before it has to be gathered.</summary>
    static abstract int Turns { get; }

    /// <summary>The totals of no weights.</summary>
    TTotals Start { get; }

    /// <summary>Adds <see cref="Count"/> more weights to the totals.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="weights">The first of the weights. The caller vouches for the rest.</param>
    void Add(ref TTotals totals, ref readonly T weights);

    /// <summary>Adds totals that are not continued to the sums.</summary>
    void Gather(ref TSums sums, TTotals totals);
}
