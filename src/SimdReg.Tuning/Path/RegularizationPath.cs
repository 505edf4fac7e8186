using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>A regularisation path: the optima for a sequence of strengths, each computed from the previous one.</summary>
/// <remarks>
/// Source: Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", Journal
/// of Statistical Software, 2010, for the sequence and the warm starts.
/// <example>
/// The lasso path of a loss with ten weights, and a path of ridge regression for given strengths:
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

    /// <summary>Computes the path of the elastic net s·(a·Σ|w| + ((1 − a)/2)·Σw²), downwards from the strength at which all penalised weights are zero.</summary>
    /// <remarks>
    /// The strengths are those of <see cref="LogRange.Grid"/>, from <see cref="LargestStrength"/> down: consecutive strengths have a constant
    /// ratio, and those between the ends are rounded to six digits.
    /// </remarks>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">The number of weights: at least 1.</param>
    /// <param name="l1Share">a, the L1 share of the strength: above 0, at most 1, which is the lasso.</param>
    /// <param name="count">The number of strengths: at least 2, at most 1,048,576, and small enough that neighbours differ in six digits.</param>
    /// <param name="ratio">The ratio of the last strength to the first: between 0 and 1.</param>
    /// <param name="solver">The solver, which also selects the penalised weights; the default solver if null.</param>
    /// <param name="progress">Receives each point when it is computed, on the calling thread. An exception that it throws ends the computation.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>The path. A point whose solver did not converge is part of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, <paramref name="loss"/> is not finite where it must be, or its
    /// gradient is zero for all penalised weights, so that every strength makes them zero, or so large or small that a strength of
    /// the path would exceed the largest float or be below the smallest normal one.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not converge for the unpenalised weights alone.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
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
        RequireGrid(count, ratio);
        solver ??= new();
        var weights = new double[Guard.AtLeastOne(weightCount)];
        var strengths = Downwards(loss, LargestFrom(loss, weights, l1Share, solver, cancellationToken), ratio, count);
        return Follow(loss, weights, strengths, s => new ElasticNetStrength(s, l1Share).Penalty, solver, progress, cancellationToken);
    }

    /// <summary>Computes the path of any penalty for given strengths.</summary>
    /// <remarks>The first optimum is computed from weights of zero. In descending order, each optimum is near the previous one.</remarks>
    /// <typeparam name="TPenalty">The penalty, which may be your own.</typeparam>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">The number of weights: at least 1.</param>
    /// <param name="strengths">The strengths s in order: at least one, each finite and at least 0.</param>
    /// <param name="penalty">Creates the penalty for a strength, as in <c>s => new L1(s)</c>.</param>
    /// <param name="solver">The solver, which also selects the penalised weights; the default solver if null.</param>
    /// <param name="progress">Receives each point when it is computed, on the calling thread. An exception that it throws ends the computation.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>The path. A point whose solver did not converge is part of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> or <paramref name="penalty"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, a parameter is outside its range, or <paramref name="loss"/> is not finite where it must be.
    /// </exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
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
            throw new ArgumentException($"{nameof(strengths)} is empty: it must have at least one element.", nameof(strengths));
        }

        foreach (var strength in strengths)
        {
            Guard.Parameter(strength, nameof(strengths));
        }

        return Follow(loss, new double[Guard.AtLeastOne(weightCount)], strengths, penalty, solver ?? new(), progress, cancellationToken);
    }

    /// <summary>Writes the path as CSV: a header, then one line for each strength.</summary>
    /// <remarks>
    /// The columns are strength, converged (1 or 0), non_zeros, objective, then the weights. Numbers use a decimal point in every culture,
    /// and enough digits to read back to the same bits. Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values
    /// (CSV) Files", 2005.
    /// </remarks>
    /// <param name="writer">The writer. It stays open.</param>
    /// <param name="names">One name for each weight; w0, w1, … by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of names is not the number of weights. Nothing has been written.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var weightCount = Points[0].Weights.Length;
        names ??= [.. Enumerable.Range(0, weightCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))];
        if (names.Count != weightCount)
        {
            throw new ArgumentException($"{nameof(names)} has {names.Count} elements and there are {weightCount} weights: each weight needs one name.", nameof(names));
        }

        Csv.WriteLine(writer, ["strength", "converged", "non_zeros", "objective", .. names]);
        foreach (var point in Points)
        {
            Csv.WriteLine(
                writer, [point.Strength, point.Report.IsConverged ? 1 : 0, point.NonZeroCount, point.Report.Objective, .. point.Weights]);
        }
    }

    private static void RequireGrid(int count, double ratio)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{nameof(count)} must be at least 2, for both ends of the path.");
        }

        if (!(ratio is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"{nameof(ratio)} must be above 0 and below 1.");
        }
    }

    /// <summary>The strengths of a path, from the largest down.</summary>
    private static double[] Downwards(SmoothLoss loss, double largest, double ratio, int count)
    {
        if (largest == 0)
        {
            throw new ArgumentException(
                $"{nameof(loss)} has a gradient of zero for all penalised weights where they are zero: every strength makes them zero, so there is no path.", nameof(loss));
        }

        if (!(largest <= float.MaxValue && largest * ratio >= Guard.SmallestNormalFloat))
        {
            throw new ArgumentException(
                $"{nameof(loss)} gives a path from {largest} to {largest * ratio}, but strengths must be between {Guard.SmallestNormalFloat} and {float.MaxValue}, the smallest normal float and the largest: scale the loss.", nameof(loss));
        }

        var strengths = new LogRange(largest * ratio, largest).Grid(count);
        strengths.AsSpan().Reverse();
        return strengths;
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
            var charge = penalty(strengths[i]);
            var report = solver.Minimize(loss, weights, charge, ref stepSize, cancellationToken);
            var penalised = weights.AsSpan(offset, length);
            points[i] = new()
            {
                Strength = strengths[i],
                Weights = [.. weights],
                NonZeroCount = length - penalised.Count(0.0),
                NonZeroGroupCount = charge.NonZeroGroupCount<double>(penalised),
                Report = report,
            };
            progress?.Report(points[i]);
        }

        return new(points);
    }
}

/// <summary>The optimum for one strength of a <see cref="RegularizationPath"/>.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RegularizationPathPoint
{
    /// <summary>s, the strength.</summary>
    public required double Strength { get; init; }

    /// <summary>w, including the unpenalised weights.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>The number of penalised weights that are not zero.</summary>
    public required int NonZeroCount { get; init; }

    /// <summary>The number of groups that have a weight other than zero, for a group penalty; otherwise null.</summary>
    public int? NonZeroGroupCount { get; init; }

    /// <summary>The report of the solver.</summary>
    public required ProximalGradientReport Report { get; init; }
}
