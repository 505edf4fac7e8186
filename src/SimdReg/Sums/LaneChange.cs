using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>How far a step moves weights, and how many to zero.</summary>
internal readonly record struct Change<T>(T Largest, long NewZeros)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Change<T> operator +(Change<T> left, Change<T> right) =>
        new(T.Max(left.Largest, right.Largest), left.NewZeros + right.NewZeros);
}

/// <summary>The same and the extent of the weights after the step, the largest in each lane, in the weights' own type.</summary>
internal struct LaneChange<W, T, TZeros> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TZeros : struct, IZeroCount<W>
{
    public W Largest;

    /// <summary>Of differences that are numbers: one that is not comes of a weight that is not finite.</summary>
    public W LargestChange;

    public TZeros Zeros;

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTarget(W before, W after)
    {
        Largest = W.LargerMagnitude(W.Abs(after), Largest);
        LargestChange = W.LargerMagnitudeOrRight(after - before, LargestChange);
        Zeros.Add(before, after);
    }

    /// <summary>Gradients do not count.</summary>
    public readonly void AddSource(W source)
    {
    }
}

/// <summary>The same, gathered.</summary>
internal struct GatheredChange<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private W _largest;
    private W _largestChange;
    private ZeroCounts _zeros;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TZeros>(in LaneChange<W, T, TZeros> part)
        where TZeros : struct, IZeroCount<W>
    {
        _largest = W.LargerMagnitude(part.Largest, _largest);
        _largestChange = W.LargerMagnitude(part.LargestChange, _largestChange);
        _zeros += part.Zeros.Across();
    }

    /// <summary>The weights of all lanes together.</summary>
    public readonly Extent<T> Extent() => new(_zeros.NonZeros, LaneValues.Largest<W, T>(_largest));

    /// <summary>All lanes together.</summary>
    public readonly Change<T> Change() => new(LaneValues.Largest<W, T>(_largestChange), _zeros.NewZeros);
}
