using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The extent of weights after a step, and how it changed them, in each lane.</summary>
internal struct LaneOutcome<W, T, TZeros> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TZeros : struct, IZeroCount<W>
{
    public W Largest;
    public LargestChange<W> Change;
    public TZeros Zeros;

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTarget(W before, W after)
    {
        Largest = W.LargerMagnitude(W.Abs(after), Largest);
        Change.Add(before, after);
        Zeros.Add(before, after);
    }

    /// <summary>Gradients do not count.</summary>
    public readonly void AddSource(W source)
    {
    }
}

/// <summary>The same, gathered.</summary>
internal struct GatheredOutcome<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private W _largest;
    private W _largestChange;
    private ZeroCounts _zeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TZeros>(in LaneOutcome<W, T, TZeros> part)
        where TZeros : struct, IZeroCount<W>
    {
        _largest = W.LargerMagnitude(part.Largest, _largest);
        _largestChange = W.LargerMagnitude(part.Change.Value, _largestChange);
        _zeros += part.Zeros.Across();
    }

    /// <summary>The weights of all lanes together.</summary>
    public readonly Extent<T> Extent() => new(_zeros.NonZeros, LaneValues.Largest<W, T>(_largest));

    /// <summary>All lanes together.</summary>
    public readonly Change<T> Change() => new(LaneValues.Largest<W, T>(_largestChange), _zeros.NewZeros);
}
