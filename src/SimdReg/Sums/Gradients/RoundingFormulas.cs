using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Rounds high + low, where both ends of an interval around it round to the same number.</summary>
/// <remarks><c>docs/numerics.md</c> derives the radius.</remarks>
/// <typeparam name="T">The element type.</typeparam>
internal readonly struct RoundingInterval<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>4u, so that low ± radius differs from low.</summary>
    private static double Share
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 1.0 / (1 << 22) : 1.0 / (1L << 51);
    }

    /// <summary>The smallest positive number, which outweighs an underflow in the radius.</summary>
    private static double Smallest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? float.Epsilon : double.Epsilon;
    }

    /// <summary>The number nearest to every number of the interval; NaN if there is none. A bound of 0 always gives one.</summary>
    /// <param name="high">The larger part of the centre.</param>
    /// <param name="low">The smaller part.</param>
    /// <param name="bound">The bound of the error: 0 only if the centre is exact.</param>
    /// <param name="factor">The factor of the bound: 2, of which one half outweighs the roundings here and in the bound.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Round<L>(L high, L low, L bound, double factor)
        where L : struct, ILanes<L>
    {
        var width = L.Scale(bound, factor) + (L.Scale(L.Abs(low), Share) + L.Splat(Smallest));
        var radius = L.SelectEqual(bound, L.Zero, L.Zero, width);

        // Never −0: the radius is +0 or positive, so what is added to it is not −0.
        var upper = high + (low + radius);
        return L.SelectEqual(high + (low - radius), upper, upper, L.Splat(double.NaN));
    }
}

/// <summary>The target, s ← the rounded sum, with e and b of <see cref="AccumulationFormula"/> as the state. NaN where b does not decide.</summary>
/// <param name="factor">The factor of the bound: 2.</param>
internal readonly struct SumRounding<T>(double factor) : IElementwise
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int StateCount => 2;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => RoundingInterval<T>.Round(target, state.First, state.Second, factor);
}

/// <summary>The target, s ← the rounded sum over a power of two, with the same state. NaN where b does not decide.</summary>
/// <remarks>Half of a rounded sum is the rounded half, unless that is subnormal or the smallest normal number, which are NaN too, or the sum overflows, which is infinite.</remarks>
/// <param name="reciprocal">1 over the power of two.</param>
/// <param name="factor">The factor of the bound: 2.</param>
internal readonly struct ScaledRounding<T>(double reciprocal, double factor) : IElementwise
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int StateCount => 2;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var sum = RoundingInterval<T>.Round(target, state.First, state.Second, factor);
        var quotient = L.Scale(sum, reciprocal);
        var small = L.SelectEqual(sum, L.Zero, quotient, L.Splat(double.NaN));

        // The smallest normal number too: a quotient below it may have been rounded up to it, for the second time.
        return L.SelectLess(L.Splat(Element<T>.SmallestNormal), L.Abs(quotient), quotient, small);
    }
}

/// <summary>The target, s ← the rounded quotient of the sum by m, an integer that is a number of the type, with the same state. NaN where the bound does not decide.</summary>
/// <remarks>
/// s = q·m + ρ with an exact remainder ρ, and ρ + e = c·m + δ + what the addition loses. So the mean is q + c, but for (δ + what was lost)/m.
/// </remarks>
/// <param name="divisor">m</param>
/// <param name="factor">The factor of the bound: 2/m.</param>
internal readonly struct MeanRounding<T>(double divisor, double factor) : IElementwise
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int StateCount => 2;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var m = L.Splat(divisor);
        var quotient = target / m;
        var rest = ErrorFree.TwoSum(L.Fnma(quotient, m, target), state.First, out var lost);
        var correction = rest / m;
        var bound = state.Second + (L.Abs(lost) + L.Abs(L.Fnma(correction, m, rest)));
        return RoundingInterval<T>.Round(quotient, correction, bound, factor);
    }
}

/// <summary>The target ← its sum with the source, if that is NaN or infinite: NaN if one of the numbers is NaN or both infinities occur, otherwise ±∞, or 0 if all are finite.</summary>
internal readonly struct SpecialFormula : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => target + L.SelectEqual(source - source, L.Zero, L.Zero, source);
}
