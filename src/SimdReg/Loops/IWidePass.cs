using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A pass that updates a span in place and sums it. <see cref="WidestLanes"/> chooses the lanes of both element types.</summary>
internal interface IWidePass<T, TResult>
    where T : unmanaged
{
    /// <summary>Runs the pass.</summary>
    /// <typeparam name="L">Lanes of double, for the sums.</typeparam>
    /// <typeparam name="W">Lanes of the element type, of the same width.</typeparam>
    /// <typeparam name="TFormula">The formula that updates the target.</typeparam>
    /// <param name="target">The span to update.</param>
    /// <param name="source">The other input of the formula: as long as the target.</param>
    /// <param name="state">The state of each element.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="result">The result of the pass.</param>
    static abstract void Run<L, W, TFormula>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, out TResult result)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise;
}
