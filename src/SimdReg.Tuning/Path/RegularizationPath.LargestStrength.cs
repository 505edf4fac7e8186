using System.Numerics.Tensors;

namespace SimdReg.Tuning;

public sealed partial class RegularizationPath
{
    /// <summary>λ_max = max |∇f| / a: the smallest strength at which all penalised weights are zero.</summary>
    /// <remarks>
    /// The gradient is that at zero, one evaluation of the loss. Where some weights are not penalised, it is that at their optimum
    /// while the others are zero. Without L1 there is none: L2 alone makes no weight zero, however strong.
    /// </remarks>
    /// <param name="loss">f, a smooth and convex loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="l1Share">a, the part of the strength that is L1's: above 0, at most 1.</param>
    /// <param name="solver">Which weights are penalised, and how to solve for the others: the default one unless given.</param>
    /// <param name="cancellationToken">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, or <paramref name="loss"/> is not finite where it has to be.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not find the optimum of the unpenalised weights.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static double LargestStrength(
        SmoothLoss loss, int weightCount, double l1Share = 1, ProximalGradient? solver = null, CancellationToken cancellationToken = default) =>
        LargestFrom(loss, new double[Guard.AtLeastOne(weightCount)], l1Share, solver ?? new(), cancellationToken);

    /// <summary>The same, with weights of zero, of which those without a penalty are brought to their optimum.</summary>
    private static double LargestFrom(
        SmoothLoss loss, double[] weights, double l1Share, ProximalGradient solver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!(l1Share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(l1Share), l1Share, $"{nameof(l1Share)} must be above 0 and at most 1. Without L1 no strength makes weights zero: give the strengths to {nameof(RegularizationPath)}.{nameof(Compute)}.");
        }

        var (offset, length) = solver.PenalizedAmong(weights.Length, nameof(solver));
        if (length == 0)
        {
            throw new ArgumentException($"{nameof(ProximalGradient.Penalized)} is {solver.Penalized}, which is none of {weights.Length} weights: at least one must be penalised.", nameof(solver));
        }

        var point = new LossPoint(weights).Evaluate(loss, "at weights of zero");
        if (length < weights.Length)
        {
            MinimiseUnpenalised(loss, weights, (offset, length), point, solver, cancellationToken);
            point = new LossPoint(weights).Evaluate(loss, "where the penalised weights are zero and the others at their optimum");
        }

        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(point.Gradients.AsSpan(offset, length)));
        var strength = largest / l1Share;

        // The quotient may be rounded down, and a weight would then be left.
        return strength * l1Share < largest ? Math.BitIncrement(strength) : strength;
    }

    /// <summary>Brings the unpenalised weights to their optimum while the others are zero.</summary>
    private static void MinimiseUnpenalised(
        SmoothLoss loss, double[] weights, (int Offset, int Length) penalised, LossPoint zero, ProximalGradient solver, CancellationToken cancellationToken)
    {
        var unpenalised = new UnpenalizedLoss(loss, weights, penalised);
        var free = new double[weights.Length - penalised.Length];
        unpenalised.Gather(zero.Gradients, free);
        var slope = Math.Abs(TensorPrimitives.MaxMagnitude<double>(free));
        var rounding = (Math.BitIncrement(1.0) - 1) * zero.LargestGradient;
        if (slope <= rounding)
        {
            return;
        }

        // What the unpenalised weights miss, the slopes of the others miss many times over where features are far from 0. So they
        // are solved for a thousand times as well as the path, or as well as rounding allows.
        var tolerance = Math.Max(solver.Tolerance / 1000, rounding / slope);
        free.AsSpan().Clear();
        var report = (solver with { Tolerance = tolerance, Penalized = Range.All }).Minimize(unpenalised.Evaluate, free, default(None), cancellationToken);
        if (!report.IsConverged && report.Residual > solver.Tolerance * zero.LargestGradient)
        {
            throw new InvalidOperationException($"The unpenalised weights have no optimum that the solver finds while the others are zero. {report}");
        }

        unpenalised.Spread(free);
    }
}
