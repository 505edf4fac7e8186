using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Steps;

/// <summary>Takes a step and measures it: for each part that fits the cache, the step, then the sums of its weights and gradients.</summary>
internal readonly struct MeasuredPass<T> : IStepPass<T, StepOutcome<T>>, IWidePass<T, StepOutcome<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int PartLength => Thresholds.MeasuredPartBytes / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepOutcome<T> result)
        where TFormula : struct, IElementwise =>
        WidestLanes.Pass<T, TFormula, MeasuredPass<T>, StepOutcome<T>>(weights, gradients, in state, in formula, out result);

    // NoInlining: the caller's frame would have to be cleared for all locals of this method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<L, W, TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepOutcome<T> result)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        if (weights.IsEmpty)
        {
            result = default;
            return;
        }

        if (weights.Length < W.Count)
        {
            Run<Lane<double>, Lane<T>, TFormula>(weights, gradients, in state, in formula, out result);
            return;
        }

        // Few weights are one part: adding its outcome to an empty one would take a quarter of the time of 64 weights.
        var fetches = ElementwiseLoop.Fetches<T, TFormula>(weights.Length);
        var length = LengthOfPart(weights.Length, PartLength, W.Count);
        result = Part<L, W, TFormula>(weights[..length], gradients[..length], in state, in formula, fetches);
        for (var start = length; start < weights.Length; start += length)
        {
            length = LengthOfPart(weights.Length - start, PartLength, W.Count);
            result += Part<L, W, TFormula>(
                weights.Slice(start, length), gradients.Slice(start, length), state.Slice(start, length), in formula, fetches);
        }
    }

    /// <summary>The length of the next part: the longest allowed, or shorter by one lanes' length if the rest would not fill the lanes.</summary>
    public static int LengthOfPart(int left, int most, int laneCount) =>
        left <= most ? left : left < most + laneCount ? most - laneCount : most;

    private static StepOutcome<T> Part<L, W, TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool fetches)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise
    {
        var change = default(ChangeTally<W, T>);
        ElementwiseLoop.Run<W, T, TFormula, ChangeTally<W, T>>(weights, gradients, in state, in formula, fetches, ref change);
        change.Across(out var largestChange, out var newZeros);
        return new(
            default(MeasureReduction<T>).Reduce<L, W>(weights),
            default(NormReduction<T, SquareTerm>).Reduce<L, W>(gradients),
            largestChange,
            newZeros);
    }
}

/// <summary>The largest change of a weight in each lane, and the number of weights that become zero.</summary>
internal struct ChangeTally<W, T> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A NaN difference comes from weights that are not finite, and does not count.
    private W _largest;
    private int _newZeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W before, W after)
    {
        _largest = W.MaxMagnitudeOrRight(after - before, _largest);
        _newZeros += BitOperations.PopCount(W.ZeroBits(after) & ~W.ZeroBits(before));
    }

    /// <summary>Combines all lanes.</summary>
    public readonly void Across(out T largest, out long newZeros) =>
        (largest, newZeros) = (LaneValues.Largest<W, T>(_largest), _newZeros);
}
