using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Computes a result from a block of weights, on lanes of any width.</summary>
internal interface IReduction<T, TResult>
    where T : unmanaged
{
    /// <summary>Reduces a block.</summary>
    /// <typeparam name="L">Lanes of double, for the sums.</typeparam>
    /// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
    /// <param name="block">The weights.</param>
    /// <returns>The result.</returns>
    TResult Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>;
}
