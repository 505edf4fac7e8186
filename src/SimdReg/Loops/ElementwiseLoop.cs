using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Applies a formula to spans: target[i] ← f(target[i], source[i], state[i]).</summary>
internal static class ElementwiseLoop
{
    /// <summary>Runs on the lanes <typeparamref name="L"/>, which the spans fill at least once, and adds the change of each element to a tally.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<L, T, TFormula, TTally>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, bool fetches, ref TTally tally)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<L> =>
        RunStored<L, T, T, T, Nearest, TFormula, TTally>(target, source, in state, in formula, default, fetches, ref tally);

    /// <summary><see cref="Run"/> over numbers that are stored in types of their own, and rounded to them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunStored<L, TTarget, TSource, TState, TRounding, TFormula, TTally>(
        Span<TTarget> target,
        ReadOnlySpan<TSource> source,
        in StateSpans<TState> state,
        in TFormula formula,
        in TRounding rounding,
        bool fetches,
        ref TTally tally)
        where L : struct, ILanes<L>
        where TTarget : unmanaged
        where TSource : unmanaged
        where TState : unmanaged
        where TRounding : struct, IRounding
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<L>
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        ref var a = ref MemoryMarshal.GetReference(state.First);
        ref var b = ref MemoryMarshal.GetReference(state.Second);
        ref var c = ref MemoryMarshal.GetReference(state.Third);
        var n = target.Length;
        switch (TFormula.ReadsThird ? -1 : TFormula.StateCount, fetches)
        {
            case (-1, false):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots2AndSource, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (-1, true):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots2AndSource, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (0, false):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots0, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (0, true):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots0, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (1, false):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots1, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (1, true):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots1, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (2, false):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots2, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (2, true):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots2, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (_, false):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots3, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
            case (_, true):
                Walk<L, TTarget, TSource, TState, TRounding, TFormula, Slots3, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, in rounding, ref tally);
                break;
        }
    }

    /// <summary>Whether a loop over this number of elements prefetches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fetches<T, TFormula>(int length)
        where T : unmanaged
        where TFormula : struct, IElementwise =>
        (long)length * Unsafe.SizeOf<T>() >= (TFormula.StateCount == 0 ? Thresholds.PrefetchedStepBytes : Thresholds.PrefetchedStatefulStepBytes)
            && Prefetch.Gains;

    /// <summary>Processes four places of the spans in turn, one page at each.</summary>
    /// <remarks>
    /// One core that reads and writes a single place waits for the hardware prefetchers, which restart at each page. With state, two places
    /// are already six or eight pages, which is too many.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunFar<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        var chunk = Thresholds.FarStepChunkBytes / Unsafe.SizeOf<T>();
        var part = target.Length / Thresholds.FarStepPlaces / chunk * chunk;
        for (var offset = 0; offset < part; offset += chunk)
        {
            for (var start = 0; start < Thresholds.FarStepPlaces * part; start += part)
            {
                WidestLanes.Update(target.Slice(start + offset, chunk), source.Slice(start + offset, chunk), default, in formula);
            }
        }

        var done = Thresholds.FarStepPlaces * part;
        WidestLanes.Update(target[done..], source[done..], default, in formula);
    }

    /// <summary>Runs a formula over spans with at least as many elements as the lanes <typeparamref name="L"/>. <typeparamref name="TSlots"/> is the number of state slots.</summary>
    /// <remarks>
    /// The loop computes the first lanes, continues at the next alignment boundary, and ends with the last whole lanes of the span. A short
    /// span, or one whose changes are counted, is processed from its start without a gap. Each result is stored only after the next lanes
    /// have been loaded, so elements that two lanes share are computed twice from the same inputs and get the same bits. Every element takes
    /// the same path.
    /// </remarks>
    // AggressiveOptimization: in unoptimised code each lane operation is a call, and the first call over a million weights would be slow.
    // NoInlining: inlined into a caller, the formula would stay in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Walk<L, TTarget, TSource, TState, TRounding, TFormula, TSlots, TTally, TPrefetch>(
        ref TTarget t,
        ref readonly TSource source,
        ref TState a,
        ref TState b,
        ref TState c,
        int length,
        in TFormula given,
        in TRounding rounding,
        ref TTally tally)
        where L : struct, ILanes<L>
        where TTarget : unmanaged
        where TSource : unmanaged
        where TState : unmanaged
        where TRounding : struct, IRounding
        where TFormula : struct, IElementwise
        where TSlots : struct
        where TTally : struct, ITally<L>
        where TPrefetch : struct
    {
        var formula = given; // The JIT keeps this copy in registers.
        var rounds = typeof(TRounding) == typeof(Nearest) ? default : rounding;
        ref var s = ref Unsafe.AsRef(in source);
        var count = (nuint)L.Count;
        var last = (nuint)length - count;

        // A store that splits a cache line slows a step in the first-level cache; a load does not. In a short span, aligning would cost one
        // more iteration. Below two lanes, the last lanes overlap the first, so there is nothing between them. A counted span is not aligned,
        // because shared elements would be counted twice.
        var next = last < count ? last
            : last < Thresholds.MostUnalignedLanes * count || typeof(TTally) != typeof(NoTally<L>) ? count
            : ElementsToBoundary<L, TTarget>(ref t);
        nuint done = 0;
        var result = L.LoadStored(in t);
        var results = Slots.Load<TSlots, L, TState>(in a, in b, in c, 0);
        var rate = formula.Rate<L>();

        // Lanes are counted when they are stored, one iteration after they were computed. The first iteration counts the first lanes as unchanged.
        var counted = tally;
        var before = result;
        nuint i = 0;
        nuint end = 0; // First lanes only, then the lanes between, then the last lanes.
        while (true)
        {
            do
            {
                var loaded = L.LoadStored(in Unsafe.Add(ref t, i));
                var sources = L.LoadStored(in Unsafe.Add(ref s, i));
                var states = Slots.Load<TSlots, L, TState>(in a, in b, in c, i);
                if (typeof(TPrefetch) == typeof(Prefetch))
                {
                    if (typeof(TSlots) != typeof(Slots2AndSource))
                    {
                        Prefetch.Ahead(in Unsafe.Add(ref t, i));
                    }

                    Prefetch.Ahead(in Unsafe.Add(ref s, i));
                    Slots.Ahead<TSlots, TState>(in a, in b, in c, i);
                }

                result.StoreRounded(ref Unsafe.Add(ref t, done));
                Slots.Store<TSlots, L, TState>(in results, ref a, ref b, ref c, done);

                if (typeof(TTally) != typeof(NoTally<L>))
                {
                    counted.Add(before, result);
                }

                states.Rate = rate;
                before = TFormula.Read(loaded);
                result = L.Round<TTarget, TRounding>(formula.Next(before, sources, ref states), TFormula.FlushesSubnormal, in rounds, i, 0);
                results = Slots.Round<TSlots, L, TState, TRounding>(states, TFormula.FlushesSubnormalState, in rounds, i);
                done = i;
                i += count;
            }
            while (i <= end);

            if (done == last)
            {
                break;
            }

            i = end == 0 ? next : last;
            end = last;
        }

        result.StoreRounded(ref Unsafe.Add(ref t, last));
        Slots.Store<TSlots, L, TState>(in results, ref a, ref b, ref c, last);
        if (typeof(TTally) != typeof(NoTally<L>))
        {
            // The last lanes overlap those before them: the common elements have been counted already.
            var overlap = L.Splat((count - (last % count)) % count);
            counted.Add(L.SelectLess(L.Indices, overlap, result, before), result);
            tally = counted;
        }
    }

    /// <summary>The number of elements before the next address that is aligned for whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe nuint ElementsToBoundary<L, T>(ref T start)
        where L : struct, ILanes<L>
        where T : unmanaged
    {
        var width = (nuint)(L.Count * sizeof(T));

        // The garbage collector may move the span: that affects speed, not the result.
        return (width - ((nuint)Unsafe.AsPointer(ref start) % width)) / (nuint)sizeof(T);
    }
}
