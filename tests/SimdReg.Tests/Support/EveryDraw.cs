using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>A stochastic rounding whose draws are the indices: over as many elements as there are draws, each comes up once.</summary>
internal readonly struct EveryDraw : IRounding
{
    public B Addend<B>(B bits, int dropped, nuint index, int number)
        where B : struct, IBitLanes<B> =>
        B.Indices((uint)index) & B.Splat((1u << dropped) - 1);
}
