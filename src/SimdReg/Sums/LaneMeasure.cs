using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Both sums of norms and the extent of the weights in each lane, in their own type.</summary>
internal struct LaneMeasure<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public LaneNorms<W> Norms;
    public LaneExtent<W, T> Extent;

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        Norms.Add(weights);
        Extent.Add(weights);
    }
}

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredMeasure<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredNorms<TWide, L, W, T> _norms;
    private LaneExtent<W, T> _extent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneMeasure<W, T> part, NormAnchors anchors)
    {
        _norms.Add(in part.Norms, anchors);
        _extent.Add(in part.Extent);
    }

    /// <summary>All lanes together, which hold so many weights.</summary>
    public readonly BlockMeasure<T>.Result Across(NormAnchors anchors, int count) => _norms.Across(anchors, count, _extent.Across());
}
