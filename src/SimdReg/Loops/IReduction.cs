using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>What a block of weights amounts to, computed on whatever lanes it is given.</summary>
internal interface IReduction<T, TResult>
    where T : unmanaged
{
    TResult Reduce<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>;
}
