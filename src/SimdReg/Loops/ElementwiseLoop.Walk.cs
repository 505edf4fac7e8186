using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <content>The loop itself, which runs every step and every gradient.</content>
internal static partial class ElementwiseLoop
{
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
    private static void Walk<L, T, TFormula, TSlots, TTally, TPrefetch>(
        ref T t, ref readonly T source, ref T a, ref T b, ref T c, int length, in TFormula given, ref TTally tally)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TSlots : struct
        where TTally : struct, ITally<L>
        where TPrefetch : struct, IPrefetch
    {
        var formula = given; // The JIT keeps this copy in registers.
        ref var s = ref Unsafe.AsRef(in source);
        var count = (nuint)L.Count;
        var last = (nuint)length - count;

        // A store that splits a cache line slows a step in the first-level cache; a load does not. In a short span, aligning would cost one
        // more iteration. Below two lanes, the last lanes overlap the first, so there is nothing between them. A counted span is not aligned,
        // because shared elements would be counted twice.
        var next = last < count ? last
            : last < Thresholds.MostUnalignedLanes * count || typeof(TTally) != typeof(NoTally<L>) ? count
            : ElementsToBoundary<L, T>(ref t);
        nuint done = 0;
        var result = L.Load(in t);
        var results = Slots.Load<TSlots, L, T>(in a, in b, in c, 0);
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
                var loaded = L.Load(in Unsafe.Add(ref t, i));
                var sources = L.Load(in Unsafe.Add(ref s, i));
                var states = Slots.Load<TSlots, L, T>(in a, in b, in c, i);
                TPrefetch.Ahead(in Unsafe.Add(ref t, i));
                TPrefetch.Ahead(in Unsafe.Add(ref s, i));
                Slots.Prefetch<TSlots, T, TPrefetch>(in a, in b, in c, i);
                result.Store(ref Unsafe.Add(ref t, done));
                Slots.Store<TSlots, L, T>(in results, ref a, ref b, ref c, done);

                if (typeof(TTally) != typeof(NoTally<L>))
                {
                    counted.Add(before, result);
                }

                states.Rate = rate;
                before = TFormula.Read(loaded);
                result = formula.Next(before, sources, ref states);
                results = Slots.FlushSubnormal<TSlots, L>(states);
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

        result.Store(ref Unsafe.Add(ref t, last));
        Slots.Store<TSlots, L, T>(in results, ref a, ref b, ref c, last);
        if (typeof(TTally) != typeof(NoTally<L>))
        {
            // The last lanes overlap those before them: the common elements have been counted already.
            var overlap = L.Splat((count - (last % count)) % count);
            counted.Add(L.SelectLess(L.Load(in MemoryMarshal.GetReference(Element<T>.Indices)), overlap, result, before), result);
            tally = counted;
        }
    }

    /// <summary>The number of elements before the next address that is aligned for whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe nuint ElementsToBoundary<L, T>(ref T start)
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        var width = (nuint)(L.Count * sizeof(T));

        // The garbage collector may move the span: that affects speed, not the result.
        return (width - ((nuint)Unsafe.AsPointer(ref start) % width)) / (nuint)sizeof(T);
    }
}
