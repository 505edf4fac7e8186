using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>Minimises f(w) + Σ p(w), a smooth loss plus a penalty, with accelerated proximal gradient steps (FISTA).</summary>
/// <remarks>
/// <para>
/// Each iteration extrapolates to v = w + β(w − w₋), takes the proximal step w′ = prox(v − t·∇f(v)) in one fused pass, and halves
/// t until f(w′) ≤ f(v) + ∇f(v)·(w′ − v) + ‖w′ − v‖²/2t. The momentum β restarts where it points uphill. After a restart, t may
/// grow again: it doubles until a step is too long.
/// </para>
/// <para>
/// t is between 2⁻¹⁰²², the smallest normal double, and 3.4·10³⁸, the largest float. A loss whose curvature is far below 10⁻³⁸ needs a larger
/// t, and the run does not converge: scale the loss up.
/// </para>
/// <para>
/// The run converges when r = (v − w′)/t + ∇f(w′) − ∇f(v), a subgradient of the objective at w′, has max |r| ≤ tolerance ·
/// max |∇f(0)|. Under L1 this means |∇f| ≤ s at zero weights and ∇f = −s·sign(w) at others, up to that bound. The scale is the gradient
/// at zero for any start, so that a warm start is as accurate as a cold one. If the gradient at zero is 0, the scale is the gradient
/// at the start.
/// </para>
/// <para>
/// For a convex loss and a convex penalty the result is a minimum, otherwise a stationary point; the report says whether the penalty is convex. Under a
/// penalty that is not, a step with momentum that does not lower the objective is replaced by one without, which does: so the objective never rises, up to rounding.
/// </para>
/// <para>
/// A penalty with structure has the penalised weights as its own: groups, factors and constraints fit <see cref="Penalized"/>, not all weights. A penalty within a constraint
/// steps by its proximal step, then the projection. Where that is not the proximal step of both together (see <see cref="Constrained{TPenalty, TConstraint}"/>), the residual is not that of the
/// objective, and the result no minimum.
/// </para>
/// <para>
/// If the gradient at zero is very large
/// only for an unpenalised weight, such as the intercept of a target far from 0, centre the target or lower the tolerance.
/// </para>
/// <para>
/// Sources: Beck and Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems", SIAM Journal on
/// Imaging Sciences, 2009; O'Donoghue and Candès, "Adaptive Restart for Accelerated Gradient Schemes", Foundations of
/// Computational Mathematics, 2015, its gradient scheme; Li and Lin, "Accelerated Proximal Gradient Methods for Nonconvex Programming",
/// NIPS 2015, for penalties that are not convex.
/// </para>
/// <example>
/// The lasso with an intercept, the last weight, which has no penalty:
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
    /// <summary>The bound of the residual relative to max |∇f(0)|, or to max |∇f| at the start if that is 0. Finite and above 0; 10⁻¹⁰ by default.</summary>
    /// <remarks>The error of the weights is the tolerance times the condition number of the problem. Below about 10⁻¹⁴, rounding limits the residual.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Tolerance { get; init => field = Guard.Positive(value, nameof(Tolerance)); } = 1e-10;

    /// <summary>The largest number of iterations: at least 1; 10,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxIterations { get; init => field = Guard.AtLeastOne(value, nameof(MaxIterations)); } = 10_000;

    /// <summary>The range of the penalised weights; all by default. The others, such as an intercept, have no penalty.</summary>
    public Range Penalized { get; init; } = Range.All;

    /// <summary>Minimises the loss plus the penalty: w ← argmin f(w) + Σ p(w).</summary>
    /// <remarks>Allocates up to twelve arrays of the length of the weights, and evaluates the loss twice in each iteration. Only the final result is written to the weights.</remarks>
    /// <typeparam name="TPenalty">The penalty, whose value and proximal step are used.</typeparam>
    /// <param name="loss">f, which must be finite at zero and at the start.</param>
    /// <param name="weights">w: the start, replaced by the result. At least one weight, all finite.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>A report that contains the outcome and the residual.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no weights, one is not finite, <see cref="Penalized"/> exceeds them, the structure of <paramref name="penalty"/> does not fit the penalised weights, or <paramref name="loss"/> is not finite
    /// where it must be: at zero, at the start, or in any neighbourhood of a point where it is finite. Nothing has been written.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was cancelled. Nothing has been written.</exception>
    public ProximalGradientReport Minimize<TPenalty>(
        SmoothLoss loss, Span<double> weights, TPenalty penalty, CancellationToken cancellationToken = default)
        where TPenalty : struct, IPenalty
    {
        var stepSize = 1.0;
        return Minimize(loss, weights, penalty, ref stepSize, cancellationToken);
    }

    /// <summary>Minimises from an initial step size, which is replaced by the last one.</summary>
    internal ProximalGradientReport Minimize<TPenalty>(
        SmoothLoss loss, Span<double> weights, TPenalty penalty, ref double stepSize, CancellationToken cancellationToken)
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(loss);
        var penalised = PenalizedAmong(weights.Length, nameof(weights));
        if (!TensorPrimitives.IsFiniteAll<double>(weights))
        {
            throw new ArgumentException($"{nameof(weights)} must be finite, but contains NaN or an infinity.", nameof(weights));
        }

        RequireFits(penalty, penalised.Length, weights.Length);
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

    /// <summary>Throws if the structure of a penalty does not fit the penalised weights.</summary>
    private void RequireFits<TPenalty>(TPenalty penalty, int penalisedCount, int weightCount)
        where TPenalty : struct, IPenalty
    {
        if (TPenalty.IsStructured)
        {
            try
            {
                penalty.RequireFits(penalisedCount);
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException(
                    $"{nameof(penalty)} does not fit the penalised weights: {nameof(Penalized)} is {Penalized}, which selects {penalisedCount} of {weightCount}. {exception.Message}", nameof(penalty), exception);
            }
        }
    }

    /// <summary>The index of the first penalised weight, and their number.</summary>
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
