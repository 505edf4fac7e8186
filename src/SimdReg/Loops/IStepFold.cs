using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>How what a step does is gathered into running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes. Their default value is that of no weights.</typeparam>
/// <typeparam name="W">The lanes that step.</typeparam>
/// <typeparam name="T">The weights.</typeparam>
internal interface IStepFold<TTotals, W, T>
    where TTotals : struct
    where W : struct, ILanes<W, T>
    where T : unmanaged
{
    /// <summary>The totals with the gradients of one more lanes of weights, which have not been stepped yet.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="gradients">The first of the gradients.</param>
    TTotals AddGradients(TTotals totals, ref readonly T gradients);

    /// <summary>The totals with one more lanes of weights, which have been stepped and stored.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="before">The weights as the step read them.</param>
    /// <param name="after">The weights as they are now.</param>
    /// <param name="stored">The first of the weights, in memory.</param>
    TTotals AddWeights(TTotals totals, W before, W after, ref readonly T stored);
}
