using System.Numerics.Tensors;

namespace SimdReg.Tuning;

public sealed partial class RegularizationPath
{
    /// <summary>Computes λ_max = max |∇f| / a: the smallest strength at which all penalised weights are zero.</summary>
    /// <remarks>
    /// The gradient is that at zero, from one evaluation of the loss. If some weights are not penalised, it is that at their optimum while the
    /// others are zero. Without L1 there is no such strength: L2 alone makes no weight zero.
    /// </remarks>
    /// <param name="loss">f, a smooth and convex loss.</param>
    /// <param name="weightCount">The number of weights: at least 1.</param>
    /// <param name="l1Share">a, the L1 share of the strength: above 0, at most 1.</param>
    /// <param name="solver">Selects the penalised weights, and solves for the others; the default solver if null.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>The strength λ_max.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, or <paramref name="loss"/> is not finite where it must be.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not converge for the unpenalised weights.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static double LargestStrength(
        SmoothLoss loss, int weightCount, double l1Share = 1, ProximalGradient? solver = null, CancellationToken cancellationToken = default) =>
        LargestFrom(loss, new double[Guard.AtLeastOne(weightCount)], l1Share, solver ?? new(), cancellationToken);

    /// <summary>Computes λ_max from weights of zero, and moves the unpenalised ones to their optimum.</summary>
    private static double LargestFrom(
        SmoothLoss loss, double[] weights, double l1Share, ProximalGradient solver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!(l1Share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(l1Share), l1Share, $"{nameof(l1Share)} must be above 0 and at most 1. Without L1 no strength makes weights zero: pass strengths to {nameof(RegularizationPath)}.{nameof(Compute)}.");
        }

        var (offset, length) = AnyPenalised(solver, weights.Length);
        var gradients = GradientsWithoutPenalised(loss, weights, Outside(offset, length, weights.Length), solver, cancellationToken);
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradients.AsSpan(offset, length)));
        var strength = largest / l1Share;

        // The quotient may be rounded down, which would leave a weight nonzero.
        return strength * l1Share < largest ? Math.BitIncrement(strength) : strength;
    }

    /// <summary>The index of the first penalised weight, and their number, which must not be 0.</summary>
    private static (int Offset, int Length) AnyPenalised(ProximalGradient solver, int weightCount)
    {
        var penalised = solver.PenalizedAmong(weightCount, nameof(solver));
        return penalised.Length > 0
            ? penalised
            : throw new ArgumentException($"{nameof(ProximalGradient.Penalized)} is {solver.Penalized}, which selects none of {weightCount} weights: at least one must be penalised.", nameof(solver));
    }

    /// <summary>The indices outside a range.</summary>
    private static IEnumerable<int> Outside(int offset, int length, int weightCount) =>
        Enumerable.Range(0, offset).Concat(Enumerable.Range(offset + length, weightCount - offset - length));

    /// <summary>The gradients where the penalised weights are zero, and the others at their optimum, to which they are moved.</summary>
    private static double[] GradientsWithoutPenalised(
        SmoothLoss loss, double[] weights, IEnumerable<int> unpenalised, ProximalGradient solver, CancellationToken cancellationToken)
    {
        var point = new LossPoint(weights).Evaluate(loss, "at weights of zero");
        int[] indices = [.. unpenalised];
        if (indices.Length > 0)
        {
            MinimiseUnpenalised(loss, weights, indices, point, solver, cancellationToken);
            point = new LossPoint(weights).Evaluate(loss, "where the penalised weights are zero and the others at their optimum");
        }

        return point.Gradients;
    }

    /// <summary>Moves the unpenalised weights to their optimum while the others are zero.</summary>
    private static void MinimiseUnpenalised(
        SmoothLoss loss, double[] weights, int[] indices, LossPoint zero, ProximalGradient solver, CancellationToken cancellationToken)
    {
        var unpenalised = new UnpenalizedLoss(loss, weights, indices);
        var free = new double[indices.Length];
        unpenalised.Gather(zero.Gradients, free);
        var slope = Math.Abs(TensorPrimitives.MaxMagnitude<double>(free));
        var rounding = (Math.BitIncrement(1.0) - 1) * zero.LargestGradient;
        if (slope <= rounding)
        {
            return;
        }

        // An error of the unpenalised weights changes the gradients of the others by many times as much where features are far from 0. So they are
        // solved a thousand times more accurately than the path, or as accurately as rounding allows.
        var tolerance = Math.Max(solver.Tolerance / 1000, rounding / slope);
        free.AsSpan().Clear();
        var report = (solver with { Tolerance = tolerance, Penalized = Range.All }).Minimize(unpenalised.Evaluate, free, default(None), cancellationToken);
        if (!report.IsConverged && report.Residual > solver.Tolerance * zero.LargestGradient)
        {
            throw new InvalidOperationException($"The solver found no optimum of the unpenalised weights while the others are zero. {report}");
        }

        unpenalised.Spread(free);
    }
}

/// <summary>A loss as a function of the unpenalised weights, while the penalised ones are zero.</summary>
/// <param name="loss">The loss of all weights.</param>
/// <param name="weights">All weights: zero where penalised, elsewhere the last ones evaluated.</param>
/// <param name="indices">The places of the unpenalised weights.</param>
internal sealed class UnpenalizedLoss(SmoothLoss loss, double[] weights, int[] indices)
{
    private readonly double[] _gradients = new double[weights.Length];

    /// <summary>The loss of the unpenalised weights.</summary>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradients)
    {
        Spread(free);
        var value = loss(weights, _gradients);
        Gather(_gradients, gradients);
        return value;
    }

    /// <summary>Copies unpenalised weights to their places among all weights.</summary>
    public void Spread(ReadOnlySpan<double> free)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            weights[indices[i]] = free[i];
        }
    }

    /// <summary>Copies the values of the unpenalised weights from those of all weights.</summary>
    public void Gather(ReadOnlySpan<double> all, Span<double> free)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            free[i] = all[indices[i]];
        }
    }
}
