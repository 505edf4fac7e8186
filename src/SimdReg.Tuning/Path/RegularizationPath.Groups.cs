namespace SimdReg.Tuning;

public sealed partial class RegularizationPath
{
    /// <summary>Computes the path of the group lasso s·Σ d·‖w_g‖, or of the sparse group lasso s·(a·Σ|w| + (1 − a)·Σ d·‖w_g‖), downwards from the strength at which all penalised weights are zero.</summary>
    /// <remarks>
    /// The strengths are those of <see cref="LogRange.Grid"/>, from <see cref="LargestGroupStrength"/> down. The penalty of a point is
    /// <c>new SparseGroupLasso(s * a, s * (1 - a), scalesWithSize).Over(groups)</c>, which for a = 0 is <c>new GroupLasso(s, scalesWithSize).Over(groups)</c>. Source: Yuan and Lin, "Model Selection and
    /// Estimation in Regression with Grouped Variables", Journal of the Royal Statistical Society B, 2006; Simon, Friedman, Hastie and Tibshirani, "A Sparse-Group Lasso", Journal of
    /// Computational and Graphical Statistics, 2013.
    /// <example>
    /// Three weights for each feature, and an intercept:
    /// <code>
    /// var path = RegularizationPath.ComputeGroupLasso(loss, weightCount: 31, WeightGroups.Rows(3), solver: new() { Penalized = ..^1 });
    /// foreach (var point in path.Points)
    /// {
    ///     Console.WriteLine($"{point.Strength}: {point.NonZeroGroupCount} features are left");
    /// }
    /// </code>
    /// </example>
    /// </remarks>
    /// <param name="loss">f, a smooth loss.</param>
    /// <param name="weightCount">The number of weights: at least 1.</param>
    /// <param name="groups">The groups of the penalised weights, which start at index 0 with the first of them.</param>
    /// <param name="l1Share">a, the L1 share of the strength: from 0, which is the group lasso, to 1, which is the lasso. L1 also charges a weight in no group; without L1 such a weight has no penalty.</param>
    /// <param name="scalesWithSize">Whether d is √size; otherwise d is 1.</param>
    /// <param name="count">The number of strengths: at least 2, at most 1,048,576, and small enough that neighbours differ in six digits.</param>
    /// <param name="ratio">The ratio of the last strength to the first: between 0 and 1.</param>
    /// <param name="solver">The solver, which also selects the penalised weights; the default solver if null.</param>
    /// <param name="progress">Receives each point when it is computed, on the calling thread. An exception that it throws ends the computation.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>The path. A point whose solver did not converge is part of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> or <paramref name="groups"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, <paramref name="groups"/> do not fit the penalised weights, <paramref name="loss"/> is not finite where it must be, or its
    /// gradient is zero for all penalised weights, so that every strength makes them zero, or so large or small that a strength of
    /// the path would exceed the largest float or be below the smallest normal one.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not converge for the unpenalised weights alone.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static RegularizationPath ComputeGroupLasso(
        SmoothLoss loss,
        int weightCount,
        WeightGroups groups,
        double l1Share = 0,
        bool scalesWithSize = false,
        int count = 100,
        double ratio = 1e-3,
        ProximalGradient? solver = null,
        IProgress<RegularizationPathPoint>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RequireGrid(count, ratio);
        solver ??= new();
        var weights = new double[Guard.AtLeastOne(weightCount)];
        var largest = LargestGroupFrom(loss, weights, groups, l1Share, scalesWithSize, solver, cancellationToken);
        var penalty = new GroupStrength(groups, l1Share, scalesWithSize);
        return Follow(loss, weights, Downwards(loss, largest, ratio, count), penalty.PenaltyAt, solver, progress, cancellationToken);
    }

    /// <summary>Computes the smallest strength s at which the group lasso, or the sparse group lasso with the L1 share a, makes all penalised weights zero.</summary>
    /// <remarks>
    /// For the group lasso that is max ‖∇f_g‖/d; for the sparse group lasso, the smallest s with ‖soft(∇f_g, s·a)‖ ≤ s·(1 − a)·d for every group, where soft(x, t) = sign(x)·max(|x| − t, 0). The gradient is
    /// that at zero, from one evaluation of the loss. If some weights have no penalty, it is that at their optimum while the others are zero.
    /// </remarks>
    /// <param name="loss">f, a smooth and convex loss.</param>
    /// <param name="weightCount">The number of weights: at least 1.</param>
    /// <param name="groups">The groups of the penalised weights, which start at index 0 with the first of them.</param>
    /// <param name="l1Share">a, the L1 share of the strength: from 0, which is the group lasso, to 1, which is the lasso. L1 also charges a weight in no group; without L1 such a weight has no penalty.</param>
    /// <param name="scalesWithSize">Whether d is √size; otherwise d is 1.</param>
    /// <param name="solver">Selects the penalised weights, and solves for the others; the default solver if null.</param>
    /// <param name="cancellationToken">Checked once in each iteration.</param>
    /// <returns>The strength.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> or <paramref name="groups"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A parameter is outside its range, no weight is penalised, <paramref name="groups"/> do not fit the penalised weights, or <paramref name="loss"/> is not finite where it must be.
    /// </exception>
    /// <exception cref="InvalidOperationException">The solver did not converge for the unpenalised weights.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static double LargestGroupStrength(
        SmoothLoss loss,
        int weightCount,
        WeightGroups groups,
        double l1Share = 0,
        bool scalesWithSize = false,
        ProximalGradient? solver = null,
        CancellationToken cancellationToken = default) =>
        LargestGroupFrom(loss, new double[Guard.AtLeastOne(weightCount)], groups, l1Share, scalesWithSize, solver ?? new(), cancellationToken);

    /// <summary>Computes the strength from weights of zero, and moves the unpenalised ones to their optimum.</summary>
    private static double LargestGroupFrom(
        SmoothLoss loss, double[] weights, WeightGroups groups, double l1Share, bool scalesWithSize, ProximalGradient solver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(groups);
        if (l1Share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(l1Share), l1Share, $"{nameof(l1Share)} must be at least 0 and at most 1.");
        }

        var (offset, length) = AnyPenalised(solver, weights.Length);
        groups.RequireFits(length, nameof(groups));
        var penalty = new GroupStrength(groups, l1Share, scalesWithSize);
        var outside = penalty.Unpenalised(length);
        if (outside.Length == length)
        {
            throw new ArgumentException($"{nameof(groups)} contain none of {length} weights: at least one must be penalised.", nameof(groups));
        }

        var unpenalised = Outside(offset, length, weights.Length).Concat(outside.Select(index => offset + index));
        return penalty.Largest(GradientsWithoutPenalised(loss, weights, unpenalised, solver, cancellationToken).AsSpan(offset, length));
    }
}
