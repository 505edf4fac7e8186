using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A step over spans that says what it amounts to.</summary>
internal readonly ref struct MeasuredStepRun<T>(Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state) : IStepRun<StepTotals<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _weights = weights;
    private readonly ReadOnlySpan<T> _gradients = gradients;
    private readonly StateSpans<T> _state = state;

    /// <summary>Runs on the widest lanes that the machine has.</summary>
    public StepTotals<T> Run<TFormula>(TFormula formula)
        where TFormula : struct, IElementwise =>
        Vector512.IsHardwareAccelerated ? Run<Lanes512<double>, Lanes512<T>, TFormula>(formula)
        : Vector.IsHardwareAccelerated ? Run<VectorLanes<double>, VectorLanes<T>, TFormula>(formula)
        : Run<Lane<double>, Lane<T>, TFormula>(formula);

    /// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
    /// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
    /// <typeparam name="TFormula">The step.</typeparam>
    /// <param name="formula">The step.</param>
    public StepTotals<T> Run<L, W, TFormula>(TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var totals = default(StepTotals<T>);
        for (var start = 0; start < _weights.Length; start += Blocks<T>.Length)
        {
            var block = Slice(start, Math.Min(Blocks<T>.Length, _weights.Length - start)).Block<L, W, TFormula>(formula);
            totals = start == 0 ? block : totals + block;
        }

        return totals;
    }

    private StepTotals<T> Block<L, W, TFormula>(TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        // Arithmetic takes the time of sums of doubles, not memory: to look at a block in the cache again costs nothing.
        var gradientSquares = Element<T>.IsSingle ? default : default(BlockSum<T, SquareTerm>).Reduce<L, W>(_gradients);
        var totals = Parts<L, W, TFormula>(formula);
        return Element<T>.IsSingle
            ? totals
            : new(default(BlockMeasure<T>).Reduce<L, W>(_weights), gradientSquares, totals.Change);
    }

    /// <summary>Whole lanes, and single ones before the first address that a store likes best and after the last whole lanes.</summary>
    private StepTotals<T> Parts<L, W, TFormula>(TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var head = (int)Math.Min(ElementwiseLoop.ElementsToBoundary<W, T>(ref MemoryMarshal.GetReference(_weights)), (nuint)_weights.Length);
        var body = (_weights.Length - head) / W.Count * W.Count;
        var tail = _weights.Length - head - body;
        var totals = Slice(head, body).Part<L, W, TFormula>(formula);
        totals = head == 0 ? totals : totals + Slice(0, head).Part<Lane<double>, Lane<T>, TFormula>(formula);
        return tail == 0 ? totals : totals + Slice(head + body, tail).Part<Lane<double>, Lane<T>, TFormula>(formula);
    }

    private StepTotals<T> Part<L, W, TFormula>(TFormula formula)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (Element<T>.IsSingle)
        {
            var lanes = MeasuredLoop.Run<W, T, TFormula, StepLanesFold<L, W, T>, StepLanes<L, W, T>>(_weights, _gradients, _state, formula, default);
            return new(
                BlockMeasure<T>.Across(lanes.Weights),
                lanes.LowerGradientSquares.Plus(lanes.UpperGradientSquares).Across(),
                lanes.Change.Across());
        }

        var change = MeasuredLoop.Run<W, T, TFormula, ChangeFold<W, T>, LaneChange<W, T>>(_weights, _gradients, _state, formula, default);
        return new(default, default, change.Across());
    }

    private MeasuredStepRun<T> Slice(int start, int length) =>
        new(_weights.Slice(start, length), _gradients.Slice(start, length), _state.Slice(start, length));
}
