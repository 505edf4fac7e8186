using System.Numerics;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Where the two sums of norms begin, or 0.</summary>
internal readonly record struct NormAnchors(double Magnitudes, double Squares)
{
    public bool AreChosen => Magnitudes > 0 && Squares > 0;

    public static NormAnchors For<W, T>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            Anchor<T>.For<W, MagnitudeTerm>(block),
            Anchor<T>.For<W, SquareTerm>(block));
}

/// <summary>Where the sums of a measured step begin, or 0. Those of the weights after it are taken from the weights before.</summary>
internal readonly record struct StepAnchors(NormAnchors Weights, double GradientSquares)
{
    public bool AreChosen => Weights.AreChosen && GradientSquares > 0;

    public static StepAnchors For<W, T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            NormAnchors.For<W, T>(weights),
            Anchor<T>.For<W, SquareTerm>(gradients));
}
