using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Applies a formula to spans: target[i] ← f(target[i], source[i], state[i]).</summary>
internal static partial class ElementwiseLoop
{
    /// <summary>Runs on the lanes <typeparamref name="L"/>, which the spans fill at least once, and adds the change of each element to a tally.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<L, T, TFormula, TTally>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, bool fetches, ref TTally tally)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<L>
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        ref var a = ref MemoryMarshal.GetReference(state.First);
        ref var b = ref MemoryMarshal.GetReference(state.Second);
        ref var c = ref MemoryMarshal.GetReference(state.Third);
        var n = target.Length;
        switch (TFormula.StateCount, fetches)
        {
            case (0, false):
                Walk<L, T, TFormula, Slots0, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (0, true):
                Walk<L, T, TFormula, Slots0, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (1, false):
                Walk<L, T, TFormula, Slots1, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (1, true):
                Walk<L, T, TFormula, Slots1, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (2, false):
                Walk<L, T, TFormula, Slots2, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (2, true):
                Walk<L, T, TFormula, Slots2, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (_, false):
                Walk<L, T, TFormula, Slots3, TTally, NoPrefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
                break;
            case (_, true):
                Walk<L, T, TFormula, Slots3, TTally, Prefetch>(ref t, in s, ref a, ref b, ref c, n, in formula, ref tally);
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
}
