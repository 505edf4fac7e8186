using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A tally that counts lanes some turns after they are done.</summary>
/// <remarks>
/// What is counted at once would wait for its own turn, and keep a place in the processor that a later turn could have. Two turns
/// late, a measured step of AdamW takes 0.93 of the time of one turn late, of SGD 0.98; three turns took as long, four longer. Sources
/// wait for nothing. They are counted one turn late because only then it is known whether they are the last.
/// </remarks>
internal struct LateTally<L, T, TTally>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTally : struct, ITally<L>
{
    private TTally _totals;

    // The first turns count zeros, which add nothing.
    private L _before;
    private L _after;
    private L _source;
    private L _earlierBefore;
    private L _earlierAfter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LateTally(in TTally totals) => _totals = totals;

    /// <summary>Counts what has waited long enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count()
    {
        _totals.AddSource(_source);
        _totals.AddTarget(_earlierBefore, _earlierAfter);
    }

    /// <summary>Takes one more element in each lane, in the place of what has been counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(L before, L after, L source)
    {
        (_earlierBefore, _earlierAfter) = (_before, _after);
        (_before, _after, _source) = (before, after, source);
    }

    /// <summary>Counts all that it has taken, with the last lanes at a place where others may have counted some of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(nuint place, out TTally totals)
    {
        _totals.AddTarget(_earlierBefore, _earlierAfter);
        AddLast(ref _totals, place);
        totals = _totals;
    }

    // Of the last lanes, what lanes before them have counted as well is made zero, and adds nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AddLast(ref TTally totals, nuint place)
    {
        var count = (nuint)L.Count;
        var counted = L.Splat((count - (place % count)) % count);
        var indices = L.Load(in MemoryMarshal.GetReference(Element<T>.Indices));
        totals.AddTarget(L.SelectLess(indices, counted, L.Zero, _before), L.SelectLess(indices, counted, L.Zero, _after));
        totals.AddSource(L.SelectLess(indices, counted, L.Zero, _source));
    }
}
