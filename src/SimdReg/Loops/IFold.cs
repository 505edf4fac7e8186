namespace SimdReg.Loops;

/// <summary>How weights are gathered into running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes.</typeparam>
/// <typeparam name="TSums">The sums that totals are gathered in. The default value is the sum of no weights.</typeparam>
/// <typeparam name="T">The weights.</typeparam>
internal interface IFold<TTotals, TSums, T>
    where TTotals : struct
    where TSums : struct
    where T : unmanaged
{
    /// <summary>The number of adjacent weights that an addition takes.</summary>
    static abstract int Count { get; }

    /// <summary>The most additions to a total before it has to be gathered.</summary>
    static abstract int Turns { get; }

    /// <summary>The totals of no weights.</summary>
    TTotals Start { get; }

    /// <summary>Adds <see cref="Count"/> more weights to the totals.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="weights">The first of the weights. The caller vouches for the rest.</param>
    void Add(ref TTotals totals, ref readonly T weights);

    /// <summary>Adds finished totals to the sums.</summary>
    void Gather(ref TSums sums, TTotals totals);
}
