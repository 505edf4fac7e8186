using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Anchored sums, gathered in lanes of double, and the highest that any lane of them has come.</summary>
internal struct GatheredSum<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TWide _sum;
    private W _peak;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(AnchoredSum<W> part, double anchor)
    {
        // A NaN may have its sign set, and is to stay.
        _peak = W.LargerMagnitude(W.Abs(part.High), _peak);
        _sum = _sum.Plus(Widened(part.High, anchor)).Plus(Widened(part.Low, 0));
    }

    /// <summary>All lanes together, or NaN where one of them has come up to twice the anchor: of such a sum nothing is proven.</summary>
    public readonly DoubleDouble Across(double anchor)
    {
        var isBelow = W.SelectLess(_peak, W.Splat(2 * anchor), W.Zero, W.Splat(1));
        return W.ZeroBits(isBelow) == uint.MaxValue >> (32 - W.Count) ? _sum.Across() : new(double.NaN, 0);
    }

    /// <summary>What lanes hold beyond the anchor, in lanes of double. They are half as many as floats, and two floats add up there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Widened(W lanes, double anchor)
    {
        ref var values = ref MemoryMarshal.GetReference(LaneValues.Of<W, T>(in lanes));
        var sum = Doubles.Load<L, T>(in values) - L.Splat(anchor);
        for (var i = L.Count; i < W.Count; i += L.Count)
        {
            sum += Doubles.Load<L, T>(in Unsafe.Add(ref values, i)) - L.Splat(anchor);
        }

        return sum;
    }
}
