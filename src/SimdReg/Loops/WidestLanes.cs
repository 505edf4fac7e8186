using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Computes a result from a block of weights, on lanes of any width.</summary>
internal interface IReduction<T, TResult>
    where T : unmanaged
{
    /// <summary>Reduces a block on lanes L of double, for the sums, and lanes W of the weights' own type, of the same width.</summary>
    TResult Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>;
}

/// <summary>A pass that updates a span in place and sums it. <see cref="WidestLanes"/> chooses the lanes of both element types.</summary>
internal interface IWidePass<T, TResult>
    where T : unmanaged
{
    /// <summary>Runs the pass on lanes L of double, for the sums, and lanes W of the element type, of the same width.</summary>
    static abstract void Run<L, W, TFormula>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, out TResult result)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where TFormula : struct, IElementwise;
}

/// <summary>Chooses the width of the lanes that a loop runs on.</summary>
// The JIT removes the branches of other widths before it inlines. Behind a property of the library it would inline all of them.
internal static class WidestLanes
{
    /// <summary>Updates a span in place, on the widest lanes that the machine supports and the spans fill.</summary>
    /// <remarks>The caller has checked that the spans have equal length and do not partially overlap.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        var fetches = ElementwiseLoop.Fetches<T, TFormula>(target.Length);
        if (TFormula.StateCount == 0 && (long)target.Length * Unsafe.SizeOf<T>() >= Thresholds.FarStepBytes && !fetches)
        {
            ElementwiseLoop.RunFar(target, source, formula);
        }
        else
        {
            UpdatePart(target, source, in state, in formula, fetches);
        }
    }

    /// <summary>Updates a span in place, on the widest lanes that the machine supports and the spans fill, where the caller knows whether to prefetch: for a part of much memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UpdatePart<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, bool fetches)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (Vector512.IsHardwareAccelerated && target.Length >= Lanes512<T>.Count)
        {
            var none = default(NoTally<Lanes512<T>>);
            ElementwiseLoop.Run<Lanes512<T>, T, TFormula, NoTally<Lanes512<T>>>(target, source, in state, in formula, fetches, ref none);
        }
        else if (Vector.IsHardwareAccelerated && target.Length >= VectorLanes<T>.Count)
        {
            var none = default(NoTally<VectorLanes<T>>);
            ElementwiseLoop.Run<VectorLanes<T>, T, TFormula, NoTally<VectorLanes<T>>>(target, source, in state, in formula, fetches, ref none);
        }
        else if (!target.IsEmpty)
        {
            var none = default(NoTally<Lane<T>>);
            ElementwiseLoop.Run<Lane<T>, T, TFormula, NoTally<Lane<T>>>(target, source, in state, in formula, fetches, ref none);
        }
    }

    /// <summary>Updates stored numbers, as <see cref="Update"/> updates floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UpdateStored<TTarget, TSource, TState, TRounding, TFormula>(
        Span<TTarget> target, ReadOnlySpan<TSource> source, in StateSpans<TState> state, in TFormula formula, in TRounding rounding)
        where TTarget : unmanaged
        where TSource : unmanaged
        where TState : unmanaged
        where TRounding : struct, IRounding
        where TFormula : struct, IElementwise
    {
        var fetches = ElementwiseLoop.Fetches<TTarget, TFormula>(target.Length);
        if (Vector512.IsHardwareAccelerated && target.Length >= Lanes512<float>.Count)
        {
            var none = default(NoTally<Lanes512<float>>);
            ElementwiseLoop.RunStored<Lanes512<float>, TTarget, TSource, TState, TRounding, TFormula, NoTally<Lanes512<float>>>(
                target, source, in state, in formula, in rounding, fetches, ref none);
        }
        else if (Vector.IsHardwareAccelerated && target.Length >= VectorLanes<float>.Count)
        {
            var none = default(NoTally<VectorLanes<float>>);
            ElementwiseLoop.RunStored<VectorLanes<float>, TTarget, TSource, TState, TRounding, TFormula, NoTally<VectorLanes<float>>>(
                target, source, in state, in formula, in rounding, fetches, ref none);
        }
        else if (!target.IsEmpty)
        {
            var none = default(NoTally<Lane<float>>);
            ElementwiseLoop.RunStored<Lane<float>, TTarget, TSource, TState, TRounding, TFormula, NoTally<Lane<float>>>(
                target, source, in state, in formula, in rounding, fetches, ref none);
        }
    }

    /// <summary>Runs a pass on the widest lanes that the machine supports.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pass<T, TFormula, TPass, TResult>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, out TResult result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TPass : struct, IWidePass<T, TResult>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TPass.Run<Lanes512<double>, Lanes512<T>, TFormula>(target, source, in state, in formula, out result);
        }
        else if (Vector.IsHardwareAccelerated)
        {
            TPass.Run<VectorLanes<double>, VectorLanes<T>, TFormula>(target, source, in state, in formula, out result);
        }
        else
        {
            TPass.Run<Lane<double>, Lane<T>, TFormula>(target, source, in state, in formula, out result);
        }
    }

    /// <summary>Reduces a block on the widest lanes that the machine supports.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Reduce<T, TReduction, TResult>(ReadOnlySpan<T> block, TReduction reduction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T, TResult> =>
        Vector512.IsHardwareAccelerated ? reduction.Reduce<Lanes512<double>, Lanes512<T>>(block)
        : Vector.IsHardwareAccelerated ? reduction.Reduce<VectorLanes<double>, VectorLanes<T>>(block)
        : reduction.Reduce<Lane<double>, Lane<T>>(block);
}
