using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A step over spans that says what it amounts to.</summary>
/// <remarks>
/// It steps over as many weights as stay in the first-level cache and then looks at them there: memory is passed once. One loop
/// for both would have to be compiled for each formula, and the JIT would run out of what it inlines.
/// </remarks>
internal readonly ref struct MeasuredStepRun<T>(Span<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state)
    : IPartedStepRun<MeasuredStepRun<T>, T, StepTotals<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>4 KiB of weights: with their gradients, a copy and three numbers of state, 24 KiB.</summary>
    private const int ChunkBytes = 4096;

    private readonly Span<T> _weights = weights;
    private readonly ReadOnlySpan<T> _gradients = gradients;
    private readonly StateSpans<T> _state = state;

    private static int ChunkLength => ChunkBytes / Unsafe.SizeOf<T>();

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
        var anchors = StepAnchors.For<W, T>(_weights, _gradients);
        var totals = !anchors.AreChosen ? StepTotals<T>.Unproven(Changed<W, TFormula>(formula))
            : Element<T>.IsSingle ? Anchored<PlainSum<L>, L, W, TFormula>(formula, anchors)
            : Anchored<CompensatedSum<L>, L, W, TFormula>(formula, anchors);

        // What is not proven is summed again in double.
        return new(
            totals.Weights.IsProven ? totals.Weights : BlockMeasure<T>.Separately<L, W>(_weights),
            totals.GradientSquares.IsProven ? totals.GradientSquares : BlockNorm<T, SquareTerm>.InDouble<L, W>(_gradients),
            totals.Change);
    }

    private StepTotals<T> Anchored<TWide, L, W, TFormula>(in TFormula formula, StepAnchors anchors)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        Span<T> before = stackalloc T[ChunkLength];
        var sums = default(GatheredStep<TWide, L, W, T>);
        var rest = 0;
        for (var start = 0; start < _weights.Length; start += ChunkLength)
        {
            var chunk = Step(formula, start, before);
            var fold = new StepFold<TWide, L, W, T>(before, chunk._weights, chunk._gradients, anchors);
            rest = ReductionLoop.Fold<W, T, StepFold<TWide, L, W, T>, StepLanes<W, T>, GatheredStep<TWide, L, W, T>>(chunk._weights, fold, ref sums).Length;
        }

        var totals = sums.Across(anchors, _weights.Length - rest);
        if (rest == 0)
        {
            return totals;
        }

        var last = before[..(((_weights.Length - 1) % ChunkLength) + 1)];
        return totals + new StepTotals<T>(
            BlockMeasure<T>.Separately<Lane<double>, Lane<T>>(_weights[^rest..]),
            BlockNorm<T, SquareTerm>.InDouble<Lane<double>, Lane<T>>(_gradients[^rest..]),
            LaneChange<Lane<T>, T>.Between(last[^rest..], _weights[^rest..]));
    }

    /// <summary>Only steps, and looks how far.</summary>
    private Change<T> Changed<W, TFormula>(in TFormula formula)
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        Span<T> before = stackalloc T[ChunkLength];
        var change = default(Change<T>);
        for (var start = 0; start < _weights.Length; start += ChunkLength)
        {
            var stepped = Step(formula, start, before)._weights;
            change += LaneChange<W, T>.Between(before[..stepped.Length], stepped);
        }

        return change;
    }

    /// <summary>Steps over a chunk, and leaves a copy of its weights as they were.</summary>
    private MeasuredStepRun<T> Step<TFormula>(in TFormula formula, int start, Span<T> before)
        where TFormula : struct, IElementwise
    {
        var chunk = Slice(start, Math.Min(ChunkLength, _weights.Length - start));
        chunk._weights.CopyTo(before);
        ElementwiseLoop.Run(chunk._weights, chunk._gradients, in chunk._state, in formula);
        return chunk;
    }

    private MeasuredStepRun<T> Slice(int start, int length) =>
        new(_weights.Slice(start, length), _gradients.Slice(start, length), _state.Slice(start, length));
}
