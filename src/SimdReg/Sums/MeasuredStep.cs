using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A step over a span, and what it amounts to, in one loop.</summary>
/// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
/// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TFormula">The step.</typeparam>
internal static class MeasuredStep<L, W, T, TFormula>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFormula : struct, IElementwise
{
    /// <summary>Whether zeros are counted in lanes of 512 bits.</summary>
    /// <remarks>
    /// Without state a loop waits for the units that compute, and marks take one instruction of theirs less: 0.955 of the time. With state
    /// most loops wait for registers, of which bits take none: with marks Lion would take 0.98 of the time, momentum as long, Adagrad
    /// 1.02 times as long, RMSProp 1.04 and Adam 1.05.
    /// </remarks>
    private static bool MarksZeros => TFormula.StateCount == 0 && typeof(W) == typeof(Lanes512<T>);

    public static void Run(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> totals)
    {
        if (weights.Length <= Blocks<T>.Length)
        {
            Block(weights, gradients, in state, in formula, out totals);
            return;
        }

        totals = default;
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = Math.Min(Blocks<T>.Length, weights.Length - start);
            Block(weights.Slice(start, length), gradients.Slice(start, length), Part(in state, start, length), in formula, out var block);
            totals += block;
        }
    }

    private static void Block(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> totals)
    {
        if (weights.IsEmpty)
        {
            totals = default;
            return;
        }

        if (weights.Length < W.Count)
        {
            // On one lane, which any other span fills.
            MeasuredStep<Lane<double>, Lane<T>, T, TFormula>.Block(weights, gradients, in state, in formula, out totals);
            return;
        }

        var anchors = StepAnchors.For<W, T>(weights, gradients);
        if (!anchors.AreChosen)
        {
            Changed(weights, gradients, in state, in formula, out totals);
        }
        else if (Element<T>.IsSingle)
        {
            Tallied<PlainSum<L>>(weights, gradients, in state, in formula, in anchors, out totals);
        }
        else
        {
            Tallied<CompensatedSum<L>>(weights, gradients, in state, in formula, in anchors, out totals);
        }

        if (!totals.IsProven)
        {
            // What is not proven is summed again in double.
            totals = new(
                totals.Weights.IsProven ? totals.Weights : BlockMeasure<T>.InDouble<L, W>(weights, totals.Weights.Extent),
                totals.GradientSquares.IsProven ? totals.GradientSquares : BlockNorm<T, SquareTerm>.InDouble<L, W>(gradients),
                totals.Change);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tallied<TWide>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, in StepAnchors anchors, out StepTotals<T> totals)
        where TWide : struct, IWideSum<TWide, L>
    {
        if (MarksZeros)
        {
            Tallied<TWide, ZeroMarks<W, T>>(weights, gradients, in state, in formula, in anchors, out totals);
        }
        else
        {
            Tallied<TWide, ZeroBits<W>>(weights, gradients, in state, in formula, in anchors, out totals);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tallied<TWide, TZeros>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, in StepAnchors anchors, out StepTotals<T> totals)
        where TWide : struct, IWideSum<TWide, L>
        where TZeros : struct, IZeroCount<W>
    {
        var sums = default(GatheredStep<TWide, L, W, T>);
        Unsafe.SkipInit(out StepLanes<W, T, TZeros> lanes); // Each turn begins it anew.
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = TurnLength(weights.Length - start);
            lanes.Begin(in anchors);
            Turn(weights, gradients, in state, in formula, start, length, ref lanes);
            sums.Gather(in lanes, in anchors);
        }

        sums.Across(in anchors, weights.Length, out totals);
    }

    /// <summary>Steps, and looks how far, but adds nothing up. Without fused multiply-adds sums from anchors take longer than all else.</summary>
    private static void Changed(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> totals)
    {
        var sums = default(GatheredOutcome<W, T>);
        var lanes = default(LaneOutcome<W, T, ZeroBits<W>>);
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = TurnLength(weights.Length - start);
            Turn(weights, gradients, in state, in formula, start, length, ref lanes);
        }

        sums.Add(in lanes);
        totals = StepTotals<T>.Unproven(sums.Extent(), sums.Change());
    }

    /// <summary>No more go into a lane than an anchor takes.</summary>
    public static int TurnLength(int left) => Parts.Length(left, Anchor<T>.Turns * W.Count, W.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TTally>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, int start, int length, ref TTally tally)
        where TTally : struct, ITally<W>
    {
        // A single turn has nothing ahead of it, and even the question costs some nanoseconds.
        var fetches = weights.Length > length && Prefetch.Gains;
        var part = Part(in state, start, length);
        ElementwiseLoop.Run<W, T, TFormula, TTally>(weights.Slice(start, length), gradients.Slice(start, length), in part, in formula, fetches, ref tally);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static StateSpans<T> Part(in StateSpans<T> state, int start, int length) =>
        TFormula.StateCount > 0 ? state.Slice(start, length) : default;
}
