using SimdReg.Lanes;

namespace SimdReg;

/// <summary>A charge p(w) on the size of one weight: its value, its gradient and its proximal step.</summary>
/// <remarks>
/// <para>
/// An implementation is a small <see langword="readonly"/> struct with its parameters checked in the constructor.
/// Its three formulas are written once, on lanes; sums, gradients and every update rule then work with it at every
/// width, in <see langword="float"/> and in <see langword="double"/>. Mark them
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>: they run inside the loops.
/// </para>
/// <para>
/// A strength is what the textbook's λ/m is: L1 charges s·Σ|w|, L2 charges (s/2)·Σw².
/// </para>
/// <para>
/// A formula must not throw. If one does, the exception leaves the call, some weights and their state have been stepped and the
/// others have not, and the step is not counted.
/// </para>
/// </remarks>
public interface IPenalty
{
    /// <summary>
    /// Whether the penalty charges nothing whatever the weight, as with a strength of 0. Its gradient is then left out,
    /// and a step with it is the plain step.
    /// </summary>
    bool IsZero { get; }

    /// <summary>p(w)</summary>
    /// <remarks>Sums are made in <see langword="double"/>, so this runs on lanes of double for floats too.</remarks>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    L Value<L>(L weights)
        where L : struct, ILanes<L>;

    /// <summary>g + ∂p(w)/∂w</summary>
    /// <remarks>The sum and not the gradient alone, so that one fused multiply-add can do both.</remarks>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, to which the penalty's gradient is added.</param>
    L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L>;

    /// <summary>prox(v) = argmin over w of ½(w − v)² + α·p(w)</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="points">v, the weights that a step without the penalty led to.</param>
    /// <param name="rate">
    /// α, the rate of that step for each coordinate: finite, 0 or more, but up to the largest number (α/ε under Adam). It is NaN only
    /// where a gradient or the state is NaN or infinite.
    /// </param>
    L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>;
}
