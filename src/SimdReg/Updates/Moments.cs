using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Running means of g and of g².</summary>
internal static class Moments
{
    /// <summary>fma(β, m, (1 − β)·g)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L>(double beta, L mean, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(beta), mean, L.Splat(1 - beta) * gradients);

    /// <summary>fma(β, v, ((1 − β)·g)·g)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Second<L>(double beta, L mean, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(beta), mean, L.Splat(1 - beta) * gradients * gradients);

    /// <summary>√v + ε</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Root<L>(L squares, double epsilon)
        where L : struct, ILanes<L> =>
        L.Sqrt(squares) + L.Splat(epsilon);

    /// <summary>√max(fma(−m, m, v), 0) + ε</summary>
    /// <remarks>
    /// The mean of squares is no smaller than the square of the mean, but each is rounded. Where gradients hardly change, the
    /// difference may come out below zero, and its root would be NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Deviation<L>(L meanSquare, L mean, double epsilon)
        where L : struct, ILanes<L> =>
        // This way round, a NaN stays.
        Root(L.LargerOrRight(L.Zero, L.Fnma(mean, mean, meanSquare)), epsilon);
}

/// <summary>What makes up for means that began at zero: 1/c₁ and 1/√c₂, with c = 1 − βᵗ.</summary>
internal readonly record struct MomentCorrections(double First, double RootOfSecond)
{
    /// <param name="beta1">β₁</param>
    /// <param name="beta2">β₂</param>
    /// <param name="step">t, from 1.</param>
    public MomentCorrections(double beta1, double beta2, long step)
        : this(
            IsOver(beta1, step) ? 1 : 1 / (1 - Power(beta1, step)),
            IsOver(beta2, step) ? 1 : 1 / Math.Sqrt(1 - Power(beta2, step)))
    {
    }

    public static MomentCorrections None => new(1, 1);

    /// <summary>(1/c₁)·m</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L FirstMoment<L>(L mean)
        where L : struct, ILanes<L> =>
        L.Splat(First) * mean;

    /// <summary>α / fma(1/√c₂, √v, ε)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>(double learningRate, L meanSquare, double epsilon)
        where L : struct, ILanes<L> =>
        L.Splat(learningRate) / L.Fma(L.Splat(RootOfSecond), L.Sqrt(meanSquare), L.Splat(epsilon));

    /// <summary>Whether βᵗ ≤ exp(−t·(1 − β)) says that 1 − βᵗ rounds to 1: e⁻³⁸ is below 2⁻⁵⁴.</summary>
    private static bool IsOver(double beta, long step) => (1 - beta) * step > 38;

    /// <summary>βᵗ by repeated squaring: with the same bits on every machine, unlike <see cref="Math.Pow"/>.</summary>
    private static double Power(double beta, long step)
    {
        var power = 1.0;
        Span<double> factors = [1, beta]; // Which of them a bit takes, no branch would foresee from step to step.
        for (; step > 0; step >>= 1)
        {
            power *= factors[(int)step & 1];
            beta *= beta;
            factors[1] = beta;
        }

        return power;
    }
}
