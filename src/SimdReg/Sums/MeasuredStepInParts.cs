using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A step over a span, and what it amounts to: part by part, in three loops over what the caches hold.</summary>
/// <remarks>
/// Where the registers do not hold a step and all that is measured of it, or the weights are few. The loop that steps finds out how far
/// they move, for which it has both at hand. Of 1 M floats with AVX2, one loop for all took 1.4 to 2 times as long.
/// </remarks>
/// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
/// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TFormula">The step.</typeparam>
internal static class MeasuredStepInParts<L, W, T, TFormula>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFormula : struct, IElementwise
{
    /// <summary>How many bytes of weights make a part. Sums take what the second cache gives them: of 8 KiB a step takes 1.1 times as long, of 16 KiB 1.02.</summary>
    private const int PartBytes = 32 * 1024;

    public static int PartLength => PartBytes / Unsafe.SizeOf<T>();

    public static void Run(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> totals)
    {
        if (!weights.IsEmpty && weights.Length < W.Count)
        {
            // On one lane, which any other span fills.
            MeasuredStepInParts<Lane<double>, Lane<T>, T, TFormula>.Run(weights, gradients, in state, in formula, out totals);
            return;
        }

        totals = default;
        var fetches = ElementwiseLoop.Fetches<T, TFormula>(weights.Length);
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = Parts.Length(weights.Length - start, PartLength, W.Count);
            totals += Part(weights.Slice(start, length), gradients.Slice(start, length), state.Slice(start, length), in formula, fetches);
        }
    }

    private static StepTotals<T> Part(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool fetches)
    {
        var change = default(LaneChange<W, T>);
        ElementwiseLoop.Run<W, T, TFormula, LaneChange<W, T>>(weights, gradients, in state, in formula, fetches, ref change);
        return new(
            default(BlockMeasure<T>).Reduce<L, W>(weights),
            default(BlockNorm<T, SquareTerm>).Reduce<L, W>(gradients),
            change.Across());
    }
}
