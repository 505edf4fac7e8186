using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>AMSGrad: Adam with the largest v so far instead of v.</summary>
/// <remarks>
/// <para>State: m, v, then the largest v. All are 0 before the first step.</para>
/// <para>
/// Step t, with c₁ and c₂ as in <see cref="Adam"/>. Order of operations: m′ = fma(β₁, m, (1 − β₁)·g),
/// v′ = fma(β₂, v, ((1 − β₂)·g)·g), x′ = max(x, v′), r = α / fma(1/√c₂, √x′, ε), then w′ = fma(−r, (1/c₁)·m′, w).
/// </para>
/// <para>Source: Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018, in PyTorch's form.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct AmsGrad : IUpdateRule<AmsGrad>
{
    private readonly Adam _adam;

    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new AmsGrad(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AmsGrad() => throw new NotSupportedException("Pass the parameters: new AmsGrad(learningRate).");

    /// <inheritdoc cref="Adam(double, double, double, double)"/>
    [JsonConstructor]
    public AmsGrad(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        _adam = new(learningRate, beta1, beta2, epsilon);

    /// <inheritdoc/>
    public static int StateCount => 3;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _adam.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>β₁, the decay rate of m.</summary>
    public double Beta1 => _adam.Beta1;

    /// <summary>β₂, the decay rate of v.</summary>
    public double Beta2 => _adam.Beta2;

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon => _adam.Epsilon;

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot > 0;

    /// <inheritdoc/>
    public AmsGrad WithLearningRate(double learningRate) =>
        new(learningRate, Beta1, Beta2, Guard.Constructed<AmsGrad>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<AmsGrad>(Epsilon);
        return _adam.AtStep(stepNumber);
    }

    /// <summary>m′, v′, x′ = max(x, v′), r = α / fma(1/√c₂, √x′, ε), then w′ = fma(−r, (1/c₁)·m′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.First(Beta1, state.First, gradients);
        state.Second = Moments.Second(Beta2, state.Second, gradients);
        state.Third = L.Max(state.Third, state.Second);
        return _adam.Move(weights, state.Third, in constants, ref state);
    }
}
