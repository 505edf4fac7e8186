using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Takes the step, and says what it amounts to.</summary>
internal readonly struct MeasuredStepRun<T> : IStepRun<T, StepTotals<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of two loops, the first leaves at most 4 KiB of weights to the second: with a copy, gradients and state they stay in the first-level cache.</summary>
    private const int CacheBytes = 4096;

    public static StepTotals<T> Merge(StepTotals<T> left, StepTotals<T> right) => left + right;

    /// <summary>Runs on the widest lanes that the machine has.</summary>
    // Not inlined into the caller, whose frame would have to be cleared for all that this one holds.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static StepTotals<T> Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula)
        where TFormula : struct, IElementwise =>
        Vector512.IsHardwareAccelerated ? Run<Lanes512<double>, Lanes512<T>, TFormula>(weights, gradients, in state, in formula, TallyLoop.FitsBesideAStep)
        : Vector.IsHardwareAccelerated ? Run<VectorLanes<double>, VectorLanes<T>, TFormula>(weights, gradients, in state, in formula, TallyLoop.FitsBesideAStep)
        : Run<Lane<double>, Lane<T>, TFormula>(weights, gradients, in state, in formula, TallyLoop.FitsBesideAStep);

    /// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
    /// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
    /// <typeparam name="TFormula">The step.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g</param>
    /// <param name="state">What the rule remembers.</param>
    /// <param name="formula">The step.</param>
    /// <param name="inOneLoop">Whether one loop steps and counts.</param>
    public static StepTotals<T> Run<L, W, TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool inOneLoop)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (weights.Length <= Blocks<T>.Length)
        {
            return Block<L, W, TFormula>(weights, gradients, in state, in formula, inOneLoop);
        }

        var totals = default(StepTotals<T>);
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = Math.Min(Blocks<T>.Length, weights.Length - start);
            totals += Block<L, W, TFormula>(weights.Slice(start, length), gradients.Slice(start, length), Part<TFormula>(in state, start, length), in formula, inOneLoop);
        }

        return totals;
    }

    private static StepTotals<T> Block<L, W, TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool inOneLoop)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (weights.Length < W.Count)
        {
            // On one lane, which any span fills but an empty one.
            return weights.IsEmpty ? default : Block<Lane<double>, Lane<T>, TFormula>(weights, gradients, in state, in formula, inOneLoop);
        }

        var anchors = StepAnchors.For<W, T>(weights, gradients);
        var totals = !anchors.AreChosen ? StepTotals<T>.Unproven(Changed<W, TFormula>(weights, gradients, in state, in formula, inOneLoop))
            : Element<T>.IsSingle ? Tallied<PlainSum<L>, L, W, TFormula>(weights, gradients, in state, in formula, inOneLoop, anchors)
            : Tallied<CompensatedSum<L>, L, W, TFormula>(weights, gradients, in state, in formula, inOneLoop, anchors);

        // What is not proven is summed again in double.
        return totals.IsProven ? totals : new(
            totals.Weights.IsProven ? totals.Weights : BlockMeasure<T>.Separately<L, W>(weights),
            totals.GradientSquares.IsProven ? totals.GradientSquares : BlockNorm<T, SquareTerm>.InDouble<L, W>(gradients),
            totals.Change);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static StepTotals<T> Tallied<TWide, L, W, TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool inOneLoop, StepAnchors anchors)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var sums = default(GatheredStep<TWide, L, W, T>);
        Unsafe.SkipInit(out StepLanes<W, T> lanes); // Each turn begins it anew.
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = TurnLength<W>(weights.Length - start, inOneLoop);
            lanes.Begin(anchors);
            Turn<W, TFormula, StepLanes<W, T>>(weights, gradients, in state, in formula, inOneLoop, start, length, ref lanes);
            sums.Gather(in lanes, anchors);
        }

        return sums.Across(anchors, weights.Length);
    }

    /// <summary>Only steps, and looks how far. Without fused multiply-adds sums from anchors take longer than all else.</summary>
    private static Change<T> Changed<W, TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool inOneLoop)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var change = default(LaneChange<W, T>);
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = TurnLength<W>(weights.Length - start, inOneLoop);
            Turn<W, TFormula, LaneChange<W, T>>(weights, gradients, in state, in formula, inOneLoop, start, length, ref change);
        }

        return change.Across();
    }

    /// <summary>How many of what is left go into one tally: no more in a lane than an anchor takes, and what is left after them fills lanes again.</summary>
    public static int TurnLength<W>(int left, bool inOneLoop)
        where W : struct, ILanes<W, T>
    {
        var most = Anchor<T>.Turns * W.Count;
        most = inOneLoop ? most : Math.Min(most, CacheBytes / Unsafe.SizeOf<T>());
        return left <= most ? left : left < most + W.Count ? most - W.Count : most;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<W, TFormula, TTally>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool inOneLoop, int start, int length, ref TTally tally)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<W>
    {
        var part = Part<TFormula>(in state, start, length);
        if (inOneLoop)
        {
            ElementwiseLoop.Run<W, T, TFormula, TTally>(weights.Slice(start, length), gradients.Slice(start, length), in part, in formula, ref tally);
        }
        else
        {
            InTwoLoops<W, TFormula, TTally>(weights.Slice(start, length), gradients.Slice(start, length), in part, in formula, ref tally);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static StateSpans<T> Part<TFormula>(in StateSpans<T> state, int start, int length)
        where TFormula : struct, IElementwise =>
        TFormula.StateCount > 0 ? state.Slice(start, length) : default;

    // Not inlined, or each turn would take its copy from the stack of all.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void InTwoLoops<W, TFormula, TTally>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, ref TTally tally)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<W>
    {
        Span<T> before = stackalloc T[weights.Length];
        weights.CopyTo(before);
        ElementwiseLoop.Run<W, T, TFormula>(weights, gradients, in state, in formula);
        TallyLoop.Walk<W, T, TTally>(before, weights, gradients, ref tally);
    }
}
