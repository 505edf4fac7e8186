namespace SimdReg.Tuning;

/// <summary>The optima for a sequence of strengths, each found from the one before.</summary>
/// <remarks>
/// Source: Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", Journal
/// of Statistical Software, 2010, for the sequence and the warm starts.
/// <example>
/// The lasso path of a loss with ten weights, and one of ridge regression for strengths of one's own:
/// <code>
/// var lasso = RegularizationPath.ComputeElasticNet(loss, weightCount: 10);
/// foreach (var point in lasso.Points)
/// {
///     Console.WriteLine($"{point.Strength}: {point.NonZeroCount} weights are left");
/// }
///
/// var ridge = RegularizationPath.Compute(loss, weightCount: 10, [10, 1, 0.1], s => new L2(s));
/// </code>
/// </example>
/// </remarks>
public sealed partial class RegularizationPath
{
    private RegularizationPath(RegularizationPathPoint[] points) => Points = points;

    /// <summary>The optima, in the order of the strengths.</summary>
    public IReadOnlyList<RegularizationPathPoint> Points { get; }

    /// <summary>Whether the solver converged for every strength.</summary>
    public bool IsConverged => Points.All(point => point.Report.IsConverged);

    /// <summary>The path of the elastic net s·(a·Σ|w| + ((1 − a)/2)·Σw²), from where all penalised weights are zero downwards.</summary>
    /// <remarks>
    /// The strengths are those of <see cref="LogRange.Grid"/>, from <see cref="LargestStrength"/> down: by the same factor from each
    /// to the next, those between the ends rounded to six digits.
    /// </remarks>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="l1Share">a, the part of the strength that is L1's: above 0, at most 1, which is the lasso.</param>
    /// <param name="count">How many strengths: at least 2, at most 1,048,576, and few enough for neighbours to differ in six digits.</param>
    /// <param name="ratio">The last strength as a part of the first: between 0 and 1.</param>
    /// <param name="solver">How to solve, and which weights are penalised: the default one unless given.</param>
    /// <param name="progress">Told of each point when it is found, by the calling thread. What it throws ends the path, and is thrown.</param>
    /// <param name="cancellationToken">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, <paramref name="loss"/> is not finite where it has to be, or its
    /// gradient is zero for all penalised weights, so that every strength makes them zero, or so large or small that a strength of
    /// the path would be beyond the largest float or below the smallest normal one.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not find the optimum of the unpenalised weights alone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RegularizationPath ComputeElasticNet(
        SmoothLoss loss,
        int weightCount,
        double l1Share = 1,
        int count = 100,
        double ratio = 1e-3,
        ProximalGradient? solver = null,
        IProgress<RegularizationPathPoint>? progress = null,
        CancellationToken cancellationToken = default)
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
        var largest = LargestFrom(loss, weights, l1Share, solver, cancellationToken);
        if (largest == 0)
        {
            throw new ArgumentException(
                $"{nameof(loss)} has a gradient of zero for all penalised weights where they are zero: every strength makes them zero, and no path begins.", nameof(loss));
        }

        if (!(largest <= float.MaxValue && largest * ratio >= Guard.SmallestNormalFloat))
        {
            throw new ArgumentException(
                $"{nameof(loss)} makes a path from {largest} to {largest * ratio}, and strengths must lie between {Guard.SmallestNormalFloat} and {float.MaxValue}, the smallest normal float and the largest: scale the loss.", nameof(loss));
        }

        var strengths = new LogRange(largest * ratio, largest).Grid(count);
        strengths.AsSpan().Reverse();
        return Follow(loss, weights, strengths, s => new ElasticNetStrength(s, l1Share).Penalty, solver, progress, cancellationToken);
    }

    /// <summary>The path of any penalty for given strengths.</summary>
    /// <remarks>The first is found from weights of zero. In a descending order each is near the one before.</remarks>
    /// <typeparam name="TPenalty">The penalty, the user's own too.</typeparam>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">How many weights the loss takes: at least 1.</param>
    /// <param name="strengths">s, in the order to take them: one at least, each finite and at least 0.</param>
    /// <param name="penalty">The penalty for a strength, as in <c>s => new L1(s)</c>.</param>
    /// <param name="solver">How to solve, and which weights are penalised: the default one unless given.</param>
    /// <param name="progress">Told of each point when it is found, by the calling thread. What it throws ends the path, and is thrown.</param>
    /// <param name="cancellationToken">Asked once an iteration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> or <paramref name="penalty"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, a parameter is outside its range, or <paramref name="loss"/> is not finite where it has to be.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RegularizationPath Compute<TPenalty>(
        SmoothLoss loss,
        int weightCount,
        ReadOnlySpan<double> strengths,
        Func<double, TPenalty> penalty,
        ProximalGradient? solver = null,
        IProgress<RegularizationPathPoint>? progress = null,
        CancellationToken cancellationToken = default)
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(penalty);
        if (strengths.IsEmpty)
        {
            throw new ArgumentException($"{nameof(strengths)} is empty: it must hold one at least.", nameof(strengths));
        }

        foreach (var strength in strengths)
        {
            Guard.Parameter(strength, nameof(strengths));
        }

        return Follow(loss, new double[Guard.AtLeastOne(weightCount)], strengths, penalty, solver ?? new(), progress, cancellationToken);
    }

    private static RegularizationPath Follow<TPenalty>(
        SmoothLoss loss,
        double[] weights,
        ReadOnlySpan<double> strengths,
        Func<double, TPenalty> penalty,
        ProximalGradient solver,
        IProgress<RegularizationPathPoint>? progress,
        CancellationToken cancellationToken)
        where TPenalty : struct, IPenalty
    {
        var (offset, length) = solver.PenalizedAmong(weights.Length, nameof(solver));
        var points = new RegularizationPathPoint[strengths.Length];
        var stepSize = 1.0;
        for (var i = 0; i < points.Length; i++)
        {
            var report = solver.Minimize(loss, weights, penalty(strengths[i]), ref stepSize, cancellationToken);
            points[i] = new()
            {
                Strength = strengths[i],
                Weights = [.. weights],
                NonZeroCount = length - weights.AsSpan(offset, length).Count(0.0),
                Report = report,
            };
            progress?.Report(points[i]);
        }

        return new(points);
    }
}
