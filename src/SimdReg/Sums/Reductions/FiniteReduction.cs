using System.Numerics.Tensors;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Counts blocks with a number that is not finite.</summary>
internal readonly struct FiniteReduction : IReduction<float, long>
{
    public long Reduce<L, W>(ReadOnlySpan<float> block)
        where L : struct, Lanes.ILanes<L, double>
        where W : struct, Lanes.ILanes<W, float> =>
        TensorPrimitives.IsFiniteAll(block) ? 0 : 1;
}
