using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Adagrad: n ← n + g², then w ← w − α·g / (√n + ε). Each weight has its own rate, which only decreases.</summary>
/// <remarks>
/// <para>State: n, the sum of squares. Before the first step it is the initial accumulator.</para>
/// <para>
/// Step t, with αₜ = α / (1 + (t − 1)·η) computed in <see langword="double"/>, where η is the learning rate decay. Order of
/// operations: n′ = fma(g, g, n), r = αₜ / (√n′ + ε), then w′ = fma(−r, g, w).
/// </para>
/// <para>
/// A proximal step uses the rate of each weight, r: see <see cref="Proximal"/>. Where n is still 0, r is αₜ/ε. A decoupled penalty
/// uses αₜ.
/// </para>
/// <para>
/// Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", Journal of
/// Machine Learning Research, 2011; ε, the initial accumulator and the learning rate decay follow PyTorch.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Adagrad : IUpdateRule<Adagrad>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Adagrad(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Adagrad() => throw new NotSupportedException("Pass the parameters: new Adagrad(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="learningRateDecay">η, the learning rate decay: finite, at least 0.</param>
    /// <param name="initialAccumulator">n before the first step: finite, at least 0.</param>
    /// <param name="epsilon">ε, which keeps the divisor above zero: finite, above 0 and not a subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or α/ε is outside its range.</exception>
    [JsonConstructor]
    public Adagrad(double learningRate, double learningRateDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10)
    {
        LearningRate = Guard.Parameter(learningRate);
        LearningRateDecay = Guard.Parameter(learningRateDecay);
        InitialAccumulator = Guard.Parameter(initialAccumulator);
        Epsilon = Guard.Divisor(epsilon, learningRate);
    }

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>η, the learning rate decay: α is divided by 1 + (t − 1)·η in step t.</summary>
    public double LearningRateDecay { get; }

    /// <summary>n before the first step.</summary>
    public double InitialAccumulator { get; }

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 0;

    /// <inheritdoc/>
    public Adagrad WithLearningRate(double learningRate) =>
        new(learningRate, LearningRateDecay, InitialAccumulator, Guard.Constructed<Adagrad>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<Adagrad>(Epsilon);
        return new(LearningRate / (1 + ((Guard.AtLeastOne(stepNumber) - 1) * LearningRateDecay)));
    }

    /// <summary>n′ = fma(g, g, n), r = αₜ / (√n′ + ε), then w′ = fma(−r, g, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = L.Fma(gradients, gradients, state.First);
        state.Rate = L.Splat(constants.LearningRate) / Moments.Root(state.First, Epsilon);
        return L.Fnma(state.Rate, gradients, weights);
    }

    /// <inheritdoc/>
    public double InitialState(int slot) => InitialAccumulator;
}
