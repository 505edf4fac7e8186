namespace SimdReg;

/// <summary>A penalty on each group of weights that depends only on its L2 norm: φ(‖w‖).</summary>
/// <remarks>
/// <para>
/// Implement it as a small <see langword="readonly"/> struct: three functions of a norm. <c>penalty.Over(groups)</c> gives it groups; the library then computes norms, gradients and
/// proximal steps of groups of any shape, in <see langword="float"/> and in <see langword="double"/>, under every rule.
/// </para>
/// <para>
/// Under a rule with a rate for each weight the proximal step of a group solves for its norm θ = ‖w‖, from <see cref="Slope"/>: wᵢ = vᵢ·θ/(θ + rᵢ·φ′(θ)) with
/// Σ(vᵢ/(θ + rᵢ·φ′(θ)))² = 1. For a convex φ that is the minimum of Σ(wᵢ − vᵢ)²/2rᵢ + φ(‖w‖), otherwise a stationary point.
/// </para>
/// <para>A function must not throw, and must return NaN for a norm that is NaN.</para>
/// </remarks>
public interface IGroupPenalty
{
    /// <summary>Whether the penalty has a gradient. Without one, such as a bound, it enters a step by its proximal step alone, at the learning rate. The default is <see langword="true"/>.</summary>
    static virtual bool HasGradient => true;

    /// <summary>Whether φ is convex. The default is <see langword="true"/>.</summary>
    static virtual bool IsConvex => true;

    /// <summary>Whether the penalty is zero for every group, as with a strength of 0.</summary>
    bool IsZero { get; }

    /// <summary>φ(‖w‖), the value for a group.</summary>
    /// <param name="norm">‖w‖: at least 0.</param>
    /// <param name="size">The number of weights in the group.</param>
    /// <returns>The value.</returns>
    double Value(double norm, int size);

    /// <summary>φ′(‖w‖), the slope at a norm. The gradient of the group is φ′(‖w‖)·w/‖w‖, and 0 for a group of zeros. At 0 it is the slope to the right.</summary>
    /// <param name="norm">‖w‖: at least 0.</param>
    /// <param name="size">The number of weights in the group.</param>
    /// <returns>The slope: at least 0.</returns>
    double Slope(double norm, int size);

    /// <summary>argmin over u ≥ 0 of ½(u − n)² + r·φ(u): the norm of the group after the proximal step at a rate that its weights share.</summary>
    /// <param name="norm">n, the norm before it: at least 0.</param>
    /// <param name="rate">r, the rate: finite, at least 0.</param>
    /// <param name="size">The number of weights in the group.</param>
    /// <returns>The norm. A group whose norm is 0 after it becomes exactly zero.</returns>
    double ProximalStep(double norm, double rate, int size);
}
