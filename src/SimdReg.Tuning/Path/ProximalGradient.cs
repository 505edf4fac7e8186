using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>Minimises f(w) + Σ p(w), a smooth loss plus a penalty, by accelerated proximal gradient steps: FISTA.</summary>
/// <remarks>
/// <para>
/// Each iteration extrapolates to v = w + β(w − w₋), takes the proximal step w′ = prox(v − t·∇f(v)) in one fused pass, and halves
/// t until f(w′) ≤ f(v) + ∇f(v)·(w′ − v) + ‖w′ − v‖²/2t. The momentum β starts again where it points uphill. Then t may grow
/// again: it doubles until a step is too long.
/// </para>
/// <para>
/// t lies between 2⁻¹⁰²², the smallest normal double, and 3.4·10³⁸, the largest float. A loss that curves by much less than 10⁻³⁸ needs
/// a larger t, and a run of it does not converge: scale the loss up.
/// </para>
/// <para>
/// It stops where r = (v − w′)/t + ∇f(w′) − ∇f(v), which is a subgradient of the objective at w′, has max |r| ≤ tolerance ·
/// max |∇f(0)|. Under L1 that is |∇f| ≤ s at zero weights and ∇f = −s·sign(w) at others, but for as much. The scale is that of the
/// gradient at zero whatever the start, so that a warm start is as accurate as a cold one. Only where the gradient at zero is 0,
/// it is that at the start.
/// </para>
/// <para>
/// For a convex loss and a convex penalty that is an optimum, for others a stationary point. Where the gradient at zero is huge
/// for an unpenalised weight alone, as for the intercept of a target far from 0, centre the target or lower the tolerance.
/// </para>
/// <para>
/// Sources: Beck and Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems", SIAM Journal on
/// Imaging Sciences, 2009; O'Donoghue and Candès, "Adaptive Restart for Accelerated Gradient Schemes", Foundations of
/// Computational Mathematics, 2015, its gradient scheme.
/// </para>
/// <example>
/// The lasso with an intercept, which is the last weight and has no penalty:
/// <code>
/// var solver = new ProximalGradient { Penalized = ..^1 };
/// var weights = new double[featureCount + 1];
/// var report = solver.Minimize(loss, weights, new L1(strength: 0.1));
/// if (!report.IsConverged)
/// {
///     Console.WriteLine(report);
/// }
/// </code>
/// </example>
/// </remarks>
[JsonConverter(typeof(ProximalGradientConverter))]
public sealed record ProximalGradient
{
    /// <summary>What the residual must fall to, as a part of max |∇f(0)|, or of max |∇f| at the start where that is 0: finite and above 0, 10⁻¹⁰ unless set.</summary>
    /// <remarks>How near weights come is that times the condition of the problem. Below some 10⁻¹⁴ rounding is in the way.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Tolerance { get; init => field = Guard.Positive(value, nameof(Tolerance)); } = 1e-10;

    /// <summary>How many iterations there may be: at least 1, and 10,000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxIterations { get; init => field = Guard.AtLeastOne(value, nameof(MaxIterations)); } = 10_000;

    /// <summary>Which weights the penalty is for: all, unless set. The others, such as an intercept, have none.</summary>
    public Range Penalized { get; init; } = Range.All;

    /// <summary>w ← argmin f(w) + Σ p(w)</summary>
    /// <remarks>Allocates up to twelve arrays as long as the weights, and asks the loss twice an iteration. Nothing is written but the result, at the end.</remarks>
    /// <typeparam name="TPenalty">The penalty, of which the value and the proximal step are taken.</typeparam>
    /// <param name="loss">f, which must be finite for weights of zero and for those at the start.</param>
    /// <param name="weights">w: where to start, then the result. At least one, all finite.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="cancellationToken">Asked once an iteration.</param>
    /// <returns>Whether it converged, and how near it is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no weights, one is not finite, <see cref="Penalized"/> goes beyond them, or <paramref name="loss"/> is not finite
    /// where it has to be: at zero, at the start, or at any point however near to one where it is. Nothing has been written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing has been written.</exception>
    public ProximalGradientReport Minimize<TPenalty>(
        SmoothLoss loss, Span<double> weights, TPenalty penalty, CancellationToken cancellationToken = default)
        where TPenalty : struct, IPenalty
    {
        var stepSize = 1.0;
        return Minimize(loss, weights, penalty, ref stepSize, cancellationToken);
    }

    /// <summary>As the public one, with the step size to begin with, which is then that of the last step.</summary>
    internal ProximalGradientReport Minimize<TPenalty>(
        SmoothLoss loss, Span<double> weights, TPenalty penalty, ref double stepSize, CancellationToken cancellationToken)
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(loss);
        var penalised = PenalizedAmong(weights.Length, nameof(weights));
        if (!TensorPrimitives.IsFiniteAll<double>(weights))
        {
            throw new ArgumentException($"{nameof(weights)} must be finite: they hold NaN or an infinity.", nameof(weights));
        }

        var zero = new LossPoint(new double[weights.Length]).Evaluate(loss, "at weights of zero");
        var isAtZero = !weights.ContainsAnyExcept(0.0);
        var start = isAtZero ? zero : new LossPoint(weights).Evaluate(loss, "at the weights to start from");
        var run = new ProximalGradientRun<TPenalty>(loss, penalty, penalised, start, stepSize)
        {
            ResidualBound = Tolerance * (zero.LargestGradient > 0 ? zero : start).LargestGradient,
            Evaluations = isAtZero ? 1 : 2,
        };

        ProximalGradientOutcome? outcome = null;
        while (outcome is null && run.Iterations < MaxIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcome = run.Iterate();
        }

        run.Weights.CopyTo(weights);
        stepSize = run.StepSize;
        return run.Report(outcome ?? ProximalGradientOutcome.IterationLimit);
    }

    /// <summary>Where the penalised weights begin, and how many they are.</summary>
    internal (int Offset, int Length) PenalizedAmong(int weightCount, string name)
    {
        if (weightCount == 0)
        {
            throw new ArgumentException($"{name} is empty: there must be at least one weight.", name);
        }

        var (first, end) = (Penalized.Start.GetOffset(weightCount), Penalized.End.GetOffset(weightCount));
        return first >= 0 && first <= end && end <= weightCount
            ? (first, end - first)
            : throw new ArgumentException($"{nameof(Penalized)} is {Penalized} and there are {weightCount} weights: it must lie within them.", name);
    }
}
