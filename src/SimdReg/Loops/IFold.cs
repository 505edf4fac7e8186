namespace SimdReg.Loops;

/// <summary>Accumulates weights in running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes.</typeparam>
/// <typeparam name="TSums">The sums that totals are added to. The default value is the sum of no weights.</typeparam>
/// <typeparam name="T">The element type of the weights.</typeparam>
internal interface IFold<TTotals, TSums, T>
    where TTotals : struct
    where TSums : struct
    where T : unmanaged
{
    /// <summary>The number of adjacent weights of one addition.</summary>
    static abstract int Count { get; }

    /// <summary>The largest number of additions to a total before it must be gathered.</summary>
    static abstract int Turns { get; }

    /// <summary>The totals of no weights.</summary>
    TTotals Start { get; }

    /// <summary>Adds <see cref="Count"/> weights to the totals.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="weights">The first weight. The caller guarantees the rest.</param>
    void Add(ref TTotals totals, ref readonly T weights);

    /// <summary>Adds finished totals to the sums.</summary>
    void Gather(ref TSums sums, TTotals totals);
}
