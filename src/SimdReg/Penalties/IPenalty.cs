using SimdReg.Lanes;

namespace SimdReg;

/// <summary>A penalty p(w) on the size of each weight: its value, its gradient and its proximal step.</summary>
/// <remarks>
/// <para>
/// Implement it as a small <see langword="readonly"/> struct whose constructor checks the parameters. Its three formulas are written
/// once, on lanes; sums, gradients and every update rule then work with it at every width, in <see langword="float"/> and in
/// <see langword="double"/>. Mark the formulas <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>: they
/// run inside the loops.
/// </para>
/// <para>
/// A strength s is the textbook's λ/m: L1 adds s·Σ|w| to the loss, L2 adds (s/2)·Σw².
/// </para>
/// <para>
/// A formula must not throw. If one does, the call throws the exception, some weights and their state may have been updated and others
/// not, and the step is not counted.
/// </para>
/// </remarks>
public partial interface IPenalty
{
    /// <summary>Whether the penalty has a gradient. Without one, such as a bound, it enters a step by its proximal step alone. The default is <see langword="true"/>.</summary>
    static virtual bool HasGradient => true;

    /// <summary>Whether the penalty is convex: then a proximal step has one minimum, and a solver finds a global one. The default is <see langword="true"/>.</summary>
    static virtual bool IsConvex => true;

    /// <summary>
    /// Whether the penalty is zero for every weight, as with a strength of 0. A step and a gradient then leave it out: the step is the same as
    /// without a penalty.
    /// </summary>
    bool IsZero { get; }

    /// <summary>Computes the value, p(w).</summary>
    /// <remarks>Sums are computed in <see langword="double"/>, so this runs on lanes of double for weights of float too.</remarks>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <returns>p(w)</returns>
    L Value<L>(L weights)
        where L : struct, ILanes<L>;

    /// <summary>Adds the gradient of the penalty to that of the data: g + ∂p(w)/∂w.</summary>
    /// <remarks>The method returns the sum, so that one fused multiply-add can compute gradient and sum.</remarks>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, the gradients of the data loss.</param>
    /// <returns>g + ∂p(w)/∂w</returns>
    L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L>;

    /// <summary>Computes the proximal step: prox(v) = argmin over w of ½(w − v)² + α·p(w).</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="points">v, the weights after the step without the penalty.</param>
    /// <param name="rate">
    /// α, the rate of the step for each weight: finite and at least 0, but possibly very large (α/ε under Adam). NaN only where a gradient
    /// or the state is NaN or infinite.
    /// </param>
    /// <returns>prox(v)</returns>
    L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>;
}

/// <summary>
/// A combination of the two norms, s₁·Σ|w| + (s₂/2)·Σw², whose sum over a span is correctly rounded: <see cref="L1"/>, <see cref="L2"/>,
/// <see cref="ElasticNet"/> and <see cref="None"/>. Only SimdReg implements this interface.
/// </summary>
public interface INormPenalty : IPenalty
{
    /// <summary>The penalty as an elastic net, with strength 0 for a norm that it does not contain.</summary>
    // Internal: a wrong answer would give a wrong sum silently.
    internal ElasticNet Norms { get; }
}
