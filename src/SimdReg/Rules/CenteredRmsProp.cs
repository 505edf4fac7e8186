using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>RMSProp with the variance in the place of the mean square: w ← w − α·g / (√(v − m²) + ε).</summary>
/// <remarks>
/// <para>State: v, the running mean of g², then m, that of g. Both are 0 before the first step.</para>
/// <para>
/// In the order of its operations: v′ = fma(β, v, ((1 − β)·g)·g), m′ = fma(β, m, (1 − β)·g),
/// x = max(fma(−m′, m′, v′), 0), r = α / (√x + ε), then w′ = fma(−r, g, w).
/// </para>
/// <para>
/// The variance v − m² of rounded means may come out below zero where gradients hardly change; its root would be NaN. So it is
/// at least 0. A NaN in v or m stays.
/// </para>
/// <para>A proximal step takes the rate of its coordinate, r: see <see cref="Proximal"/>.</para>
/// <para>
/// Source: Graves, "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, 2013, equations 38 to 45; ε outside
/// of the root is PyTorch's.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct CenteredRmsProp : IUpdateRule<CenteredRmsProp>
{
    private readonly RmsProp _parameters;

    /// <summary>Not for use: it would leave every parameter 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new CenteredRmsProp(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CenteredRmsProp() => throw new NotSupportedException("Pass the parameters: new CenteredRmsProp(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α: finite, at least 0.</param>
    /// <param name="decay">β, the share of v and m that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v and m never decay.</param>
    /// <param name="epsilon">ε, which keeps the divisor from zero: finite, above 0, and no subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or α/ε is.</exception>
    [JsonConstructor]
    public CenteredRmsProp(double learningRate, double decay = 0.99, double epsilon = 1e-8) => _parameters = new(learningRate, decay, epsilon);

    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _parameters.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>β, the share of v and m that stays.</summary>
    public double Decay => _parameters.Decay;

    /// <summary>ε, which keeps the divisor from zero.</summary>
    public double Epsilon => _parameters.Epsilon;

    /// <summary>The same with momentum.</summary>
    /// <param name="coefficient">μ, the share of the velocity that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coefficient"/> is NaN or outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">This is <c>new CenteredRmsProp()</c>, which no constructor with parameters has made.</exception>
    public CenteredRmsPropMomentum WithMomentum(double coefficient)
    {
        Guard.Constructed<CenteredRmsProp>(Epsilon);
        return new(LearningRate, Decay, coefficient, Epsilon);
    }

    /// <inheritdoc/>
    public CenteredRmsProp WithLearningRate(double learningRate) => new(learningRate, Decay, Epsilon);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<CenteredRmsProp>(Epsilon);
        return new(LearningRate);
    }

    /// <summary>v′, m′, x = max(fma(−m′, m′, v′), 0), r = α / (√x + ε), then w′ = fma(−r, g, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.Second(Decay, state.First, gradients);
        state.Second = Moments.First(Decay, state.Second, gradients);
        state.Rate = L.Splat(constants.LearningRate) / Moments.Deviation(state.First, state.Second, Epsilon);
        return L.Fnma(state.Rate, gradients, weights);
    }
}
