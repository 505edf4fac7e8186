using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Terms that stem from floats, simply added: double has 29 bits to spare.</summary>
internal readonly struct PlainSum<L>(L sum) : IWideSum<PlainSum<L>, L>
    where L : struct, ILanes<L, double>
{
    private readonly L _sum = sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> Plus(L term) => new(_sum + term);

    /// <inheritdoc/>
    /// <remarks>The square of a float is exact in double.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> PlusSquare(L root) => new(L.Fma(root, root, _sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainSum<L> Plus(PlainSum<L> other) => new(_sum + other._sum);

    public DoubleDouble Across() => new(LaneValues.Sum<L, double>(_sum), 0);
}
