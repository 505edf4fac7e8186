using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A step over spans that says what it amounts to.</summary>
internal readonly ref struct MeasuredStepRun<T>(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state, bool inOneLoop)
    : IPartedStepRun<MeasuredStepRun<T>, T, StepTotals<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of two loops, the first leaves at most 4 KiB of weights to the second: with a copy, gradients and state they stay in the first-level cache.</summary>
    private const int CacheBytes = 4096;

    private readonly Span<T> _weights = weights;
    private readonly ReadOnlySpan<T> _gradients = gradients;
    private readonly StateSpans<T> _state = state;
    private readonly bool _inOneLoop = inOneLoop;

    public MeasuredStepRun(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state)
        : this(weights, gradients, in state, TallyLoop.FitsBesideAStep)
    {
    }

    public static MeasuredStepRun<T> Over(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state) =>
        new(weights, gradients, in state);

    public static StepTotals<T> Merge(StepTotals<T> left, StepTotals<T> right) => left + right;

    /// <summary>Runs on the widest lanes that the machine has.</summary>
    public StepTotals<T> Run<TFormula>(in TFormula formula)
        where TFormula : struct, IElementwise =>
        Vector512.IsHardwareAccelerated ? Run<Lanes512<double>, Lanes512<T>, TFormula>(formula)
        : Vector.IsHardwareAccelerated ? Run<VectorLanes<double>, VectorLanes<T>, TFormula>(formula)
        : Run<Lane<double>, Lane<T>, TFormula>(formula);

    /// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
    /// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
    /// <typeparam name="TFormula">The step.</typeparam>
    /// <param name="formula">The step.</param>
    public StepTotals<T> Run<L, W, TFormula>(in TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (_weights.Length <= Blocks<T>.Length)
        {
            return Block<L, W, TFormula>(formula);
        }

        // What remains is counted down: counted up, a place behind the last block may be beyond an int.
        var rest = this;
        var totals = default(StepTotals<T>);
        while (rest._weights.Length > Blocks<T>.Length)
        {
            totals += rest.Slice(0, Blocks<T>.Length).Block<L, W, TFormula>(formula);
            rest = rest.Slice(Blocks<T>.Length, rest._weights.Length - Blocks<T>.Length);
        }

        return totals + rest.Block<L, W, TFormula>(formula);
    }

    private StepTotals<T> Block<L, W, TFormula>(in TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (_weights.Length < W.Count)
        {
            // On one lane, which any span fills but an empty one.
            return _weights.IsEmpty ? default : Block<Lane<double>, Lane<T>, TFormula>(formula);
        }

        var anchors = StepAnchors.For<W, T>(_weights, _gradients);
        var totals = !anchors.AreChosen ? StepTotals<T>.Unproven(Changed<W, TFormula>(formula))
            : Element<T>.IsSingle ? Tallied<PlainSum<L>, L, W, TFormula>(formula, anchors)
            : Tallied<CompensatedSum<L>, L, W, TFormula>(formula, anchors);

        // What is not proven is summed again in double.
        return new(
            totals.Weights.IsProven ? totals.Weights : BlockMeasure<T>.Separately<L, W>(_weights),
            totals.GradientSquares.IsProven ? totals.GradientSquares : BlockNorm<T, SquareTerm>.InDouble<L, W>(_gradients),
            totals.Change);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StepTotals<T> Tallied<TWide, L, W, TFormula>(in TFormula formula, StepAnchors anchors)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var sums = default(GatheredStep<TWide, L, W, T>);
        var begin = new StepLanes<W, T>(anchors);
        for (int start = 0, length; start < _weights.Length; start += length)
        {
            length = TurnLength<W>(_weights.Length - start, _inOneLoop);
            var tally = Turn<W, TFormula, StepLanes<W, T>>(formula, start, length, in begin);
            sums.Gather(in tally, anchors);
        }

        return sums.Across(anchors, _weights.Length);
    }

    /// <summary>Only steps, and looks how far. Without fused multiply-adds sums from anchors take longer than all else.</summary>
    private Change<T> Changed<W, TFormula>(in TFormula formula)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var change = default(LaneChange<W, T>);
        for (int start = 0, length; start < _weights.Length; start += length)
        {
            length = TurnLength<W>(_weights.Length - start, _inOneLoop);
            change = Turn<W, TFormula, LaneChange<W, T>>(formula, start, length, in change);
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
    private TTally Turn<W, TFormula, TTally>(in TFormula formula, int start, int length, in TTally tally)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<W>
    {
        var state = TFormula.StateCount > 0 ? _state.Slice(start, length) : default;
        return _inOneLoop
            ? ElementwiseLoop.Run<W, T, TFormula, TTally>(_weights.Slice(start, length), _gradients.Slice(start, length), in state, in formula, in tally)
            : InTwoLoops<W, TFormula, TTally>(_weights.Slice(start, length), _gradients.Slice(start, length), in state, in formula, in tally);
    }

    // Not inlined, or each turn would take its copy from the stack of all.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TTally InTwoLoops<W, TFormula, TTally>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, in TTally tally)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<W>
    {
        Span<T> before = stackalloc T[weights.Length];
        weights.CopyTo(before);
        ElementwiseLoop.Run<W, T, TFormula>(weights, gradients, in state, in formula);
        return TallyLoop.Walk<W, T, TTally>(before, weights, gradients, in tally);
    }

    private MeasuredStepRun<T> Slice(int start, int length) =>
        new(_weights.Slice(start, length), _gradients.Slice(start, length), _state.Slice(start, length), _inOneLoop);
}
