using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Walks a formula over spans: target[i] ← f(target[i], source[i], state[i]).</summary>
internal static partial class ElementwiseLoop
{
    private const int StreamCount = 4;
    private const int ChunkBytes = 4096;

    /// <summary>Runs on the widest lanes that the machine has and the spans fill.</summary>
    /// <remarks>The caller has checked the spans: equally long, and without partial overlap.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (Vector512.IsHardwareAccelerated && target.Length >= Lanes512<T>.Count)
        {
            Run<Lanes512<T>, T, TFormula>(target, source, in state, in formula);
        }
        else if (Vector.IsHardwareAccelerated && target.Length >= VectorLanes<T>.Count)
        {
            Run<VectorLanes<T>, T, TFormula>(target, source, in state, in formula);
        }
        else
        {
            Run<Lane<T>, T, TFormula>(target, source, in state, in formula);
        }
    }

    /// <summary>Runs on the lanes <typeparamref name="L"/>, which the spans fill at least once or not at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<L, T, TFormula>(Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (target.IsEmpty)
        {
            return;
        }

        var fetches = Fetches<T, TFormula>(target.Length);
        if (TFormula.StateCount == 0 && (long)target.Length * Unsafe.SizeOf<T>() >= Thresholds.FarStepBytes && !fetches)
        {
            WalkFar<L, T, TFormula>(target, source, formula);
            return;
        }

        var none = default(NoTally<L>);
        Run<L, T, TFormula, NoTally<L>>(target, source, in state, in formula, fetches, ref none);
    }

    /// <summary>Whether a walk over so many elements fetches ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fetches<T, TFormula>(int length)
        where T : unmanaged
        where TFormula : struct, IElementwise =>
        (long)length * Unsafe.SizeOf<T>() >= (TFormula.StateCount == 0 ? Thresholds.PrefetchedStepBytes : Thresholds.PrefetchedStatefulStepBytes) && Prefetch.Gains;

    /// <summary>Walks spans that lanes fill at least once, and adds to a tally what is done to each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<L, T, TFormula, TTally>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, bool fetches, ref TTally tally)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<L>
    {
        if (fetches)
        {
            Run<L, T, TFormula, TTally, Prefetch>(target, source, in state, in formula, ref tally);
        }
        else
        {
            Run<L, T, TFormula, TTally, NoPrefetch>(target, source, in state, in formula, ref tally);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<L, T, TFormula, TTally, TPrefetch>(
        Span<T> target, ReadOnlySpan<T> source, in StateSpans<T> state, in TFormula formula, ref TTally tally)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TTally : struct, ITally<L>
        where TPrefetch : struct, IPrefetch
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        ref var a = ref MemoryMarshal.GetReference(state.First);
        ref var b = ref MemoryMarshal.GetReference(state.Second);
        ref var c = ref MemoryMarshal.GetReference(state.Third);
        switch (TFormula.StateCount)
        {
            case 0:
                Walk<L, T, TFormula, Slots0, TTally, TPrefetch>(ref t, in s, ref a, ref b, ref c, target.Length, in formula, ref tally);
                break;
            case 1:
                Walk<L, T, TFormula, Slots1, TTally, TPrefetch>(ref t, in s, ref a, ref b, ref c, target.Length, in formula, ref tally);
                break;
            case 2:
                Walk<L, T, TFormula, Slots2, TTally, TPrefetch>(ref t, in s, ref a, ref b, ref c, target.Length, in formula, ref tally);
                break;
            default:
                Walk<L, T, TFormula, Slots3, TTally, TPrefetch>(ref t, in s, ref a, ref b, ref c, target.Length, in formula, ref tally);
                break;
        }
    }

    /// <summary>Walks through four places of the spans in turn, a page at each.</summary>
    /// <remarks>
    /// One core that reads and writes one place waits for its prefetchers, which begin anew with each page: 16 M floats took 1.4
    /// times as long, 4 M 1.9 times. Six places took longer than one. With state two places are six or eight pages, and took
    /// 1.1 times as long. One place with what lies ahead fetched takes 0.9 to 0.97 of the time of four where that gains.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WalkFar<L, T, TFormula>(Span<T> target, ReadOnlySpan<T> source, TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        var chunk = ChunkBytes / Unsafe.SizeOf<T>();
        var part = target.Length / StreamCount / chunk * chunk;
        for (var start = 0; start < part; start += chunk)
        {
            for (var stream = 0; stream < StreamCount; stream++)
            {
                var place = (stream * part) + start;
                Run<L, T, TFormula>(target.Slice(place, chunk), source.Slice(place, chunk), default, in formula);
            }
        }

        var done = StreamCount * part;
        Run(target[done..], source[done..], default, in formula); // It may be shorter than these lanes.
    }
}
