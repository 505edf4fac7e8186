using System.Numerics.Tensors;

namespace SimdReg.Tuning;

/// <summary>The optima for a sequence of strengths, each found from the one before.</summary>
/// <remarks>
/// Source: Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", Journal
/// of Statistical Software, 2010, for the sequence and the warm starts.
/// <example>
/// The lasso path of a loss with ten weights, and one of ridge regression for strengths of one's own:
/// <code>
/// var lasso = RegularisationPath.OfElasticNet(loss, weightCount: 10);
/// foreach (var point in lasso.Points)
/// {
///     Console.WriteLine($"{point.Strength}: {point.NonZeroCount} weights are left");
/// }
///
/// var ridge = RegularisationPath.Of(loss, weightCount: 10, [10, 1, 0.1], s => new L2(s));
/// </code>
/// </example>
/// </remarks>
public sealed partial class RegularisationPath
{
    private RegularisationPath(RegularisationPathPoint[] points) => Points = points;

    /// <summary>The optima, in the order of the strengths.</summary>
    public IReadOnlyList<RegularisationPathPoint> Points { get; }

    /// <summary>Whether the solver converged for every strength.</summary>
    public bool IsConverged => Points.All(point => point.Report.IsConverged);

    /// <summary>The path of the elastic net s·(a·Σ|w| + ((1 − a)/2)·Σw²), from where all penalised weights are zero downwards.</summary>
    /// <remarks>The strengths go down from <see cref="LargestStrength"/> by the same factor from each to the next.</remarks>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="l1Share">a, the part of the strength that is L1's: above 0, at most 1, which is the lasso.</param>
    /// <param name="count">How many strengths: at least 2.</param>
    /// <param name="ratio">The last strength as a part of the first: between 0 and 1.</param>
    /// <param name="solver">How to solve, and which weights are penalised: the default one unless given.</param>
    /// <param name="progress">Told of each point.</param>
    /// <param name="cancellation">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, <paramref name="loss"/> is not finite where it has to be, or its
    /// gradient is zero for all penalised weights, so that every strength makes them zero.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not find the optimum of the unpenalised weights alone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RegularisationPath OfElasticNet(
        SmoothLoss loss,
        int weightCount,
        double l1Share = 1,
        int count = 100,
        double ratio = 1e-3,
        ProximalGradient? solver = null,
        IProgress<RegularisationPathPoint>? progress = null,
        CancellationToken cancellation = default)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{nameof(count)} must be at least 2, for both ends of the path.");
        }

        if (!(ratio is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"{nameof(ratio)} must be above 0 and below 1.");
        }

        solver ??= new();
        var weights = new double[Guard.AtLeastOne(weightCount)];
        var largest = LargestFrom(loss, weights, l1Share, solver, cancellation);
        if (largest == 0)
        {
            throw new ArgumentException(
                $"{nameof(loss)} has a gradient of zero for all penalised weights where they are zero: every strength makes them zero, and no path begins.", nameof(loss));
        }

        double[] strengths = [.. Enumerable.Range(0, count).Select(i => largest * Math.Pow(ratio, (double)i / (count - 1)))];
        return Follow(loss, weights, strengths, s => new ElasticNet(l1Share * s, (1 - l1Share) * s), solver, progress, cancellation);
    }

    /// <summary>The path of any penalty for given strengths.</summary>
    /// <remarks>The first is found from weights of zero. In a descending order each is near the one before.</remarks>
    /// <typeparam name="TPenalty">The penalty, the user's own too.</typeparam>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="strengths">s, in the order to take them: finite, at least 0. May be empty; so is the path then.</param>
    /// <param name="penalty">The penalty for a strength, as in <c>s => new L1(s)</c>.</param>
    /// <param name="solver">How to solve, and which weights are penalised: the default one unless given.</param>
    /// <param name="progress">Told of each point.</param>
    /// <param name="cancellation">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> or <paramref name="penalty"/> is null.</exception>
    /// <exception cref="ArgumentException">A parameter is outside its range, or <paramref name="loss"/> is not finite where it has to be.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RegularisationPath Of<TPenalty>(
        SmoothLoss loss,
        int weightCount,
        ReadOnlySpan<double> strengths,
        Func<double, TPenalty> penalty,
        ProximalGradient? solver = null,
        IProgress<RegularisationPathPoint>? progress = null,
        CancellationToken cancellation = default)
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(penalty);
        foreach (var strength in strengths)
        {
            Guard.Parameter(strength, nameof(strengths));
        }

        return Follow(loss, new double[Guard.AtLeastOne(weightCount)], strengths, penalty, solver ?? new(), progress, cancellation);
    }

    /// <summary>λ_max = max |∇f| / a: the smallest strength at which all penalised weights are zero.</summary>
    /// <remarks>
    /// The gradient is that at zero, one evaluation of the loss. Where some weights are not penalised, it is that at their optimum
    /// while the others are zero. Without L1 there is none: L2 alone makes no weight zero, however strong.
    /// </remarks>
    /// <param name="loss">f, a smooth and convex loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="l1Share">a, the part of the strength that is L1's: above 0, at most 1.</param>
    /// <param name="solver">Which weights are penalised, and how to solve for the others: the default one unless given.</param>
    /// <param name="cancellation">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, or <paramref name="loss"/> is not finite where it has to be.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not find the optimum of the unpenalised weights.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static double LargestStrength(
        SmoothLoss loss, int weightCount, double l1Share = 1, ProximalGradient? solver = null, CancellationToken cancellation = default) =>
        LargestFrom(loss, new double[Guard.AtLeastOne(weightCount)], l1Share, solver ?? new(), cancellation);

    /// <summary>The same, with weights of zero, of which those without a penalty are brought to their optimum.</summary>
    private static double LargestFrom(
        SmoothLoss loss, double[] weights, double l1Share, ProximalGradient solver, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!(l1Share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(l1Share), l1Share, $"{nameof(l1Share)} must be above 0 and at most 1. Without L1 no strength makes weights zero: give the strengths to {nameof(RegularisationPath)}.{nameof(Of)}.");
        }

        var (offset, length) = solver.PenalisedAmong(weights.Length, nameof(solver));
        if (length == 0)
        {
            throw new ArgumentException($"{nameof(ProximalGradient.Penalised)} is {solver.Penalised}, which is none of {weights.Length} weights: at least one must be penalised.", nameof(solver));
        }

        if (length < weights.Length && solver.Minimise(loss, weights, default(HeldAtZero), cancellation) is { IsConverged: false } report)
        {
            throw new InvalidOperationException($"The unpenalised weights have no optimum that the solver finds while the others are zero. {report}");
        }

        var point = new LossPoint(weights).Evaluate(loss, "at weights of zero");
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(point.Gradients.AsSpan(offset, length)));
        var strength = largest / l1Share;

        // The quotient may be rounded down, and a weight would then be left.
        return strength * l1Share < largest ? Math.BitIncrement(strength) : strength;
    }

    private static RegularisationPath Follow<TPenalty>(
        SmoothLoss loss,
        double[] weights,
        ReadOnlySpan<double> strengths,
        Func<double, TPenalty> penalty,
        ProximalGradient solver,
        IProgress<RegularisationPathPoint>? progress,
        CancellationToken cancellation)
        where TPenalty : struct, IPenalty
    {
        var (offset, length) = solver.PenalisedAmong(weights.Length, nameof(solver));
        var points = new RegularisationPathPoint[strengths.Length];
        var stepSize = 1.0;
        for (var i = 0; i < points.Length; i++)
        {
            var report = solver.Minimise(loss, weights, penalty(strengths[i]), ref stepSize, cancellation);
            points[i] = new()
            {
                Strength = strengths[i],
                Weights = weights.AsSpan().ToArray(),
                NonZeroCount = length - weights.AsSpan(offset, length).Count(0.0),
                Report = report,
            };
            progress?.Report(points[i]);
        }

        return new(points);
    }
}
