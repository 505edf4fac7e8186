using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 4. Choosing the strength: cross-validation, the edge of a range, the one-standard-error choice, a grid and random draws.</summary>
public static class Choosing
{
    // Each fold has scales of its own, which come from the rows that it trains on.
    private static readonly LinearModel[][] _folds =
    [
        .. CrossValidation.Folds(Diabetes.Training.Length, foldCount: 5, seed: 1)
            .Select(fold => Diabetes.WithProducts(fold.Training, fold.Validation)),
    ];

    private static readonly ProximalGradient _solver = new() { Tolerance = 1e-4 };

    public static void Run(Page page)
    {
        OneStrength(page);
        TwoNumbers(page);
    }

    /// <summary>Cross-validation over grids of strengths, then the one look at the test rows.</summary>
    private static void OneStrength(Page page)
    {
        var l1 = Search.Run(new LogRange(0.5, 32).Grid(25), s => ScoreOf(new L1(s)));
        var l2 = Search.Run(new LogRange(0.1, 10).Grid(25), s => ScoreOf(new L2(s)));

        var narrow = Search.Run(new LogRange(8, 32).Grid(9), s => ScoreOf(new L1(s)));

        page.Table(["L1, s", "mean square", "standard error"], l1.Trials.Where((_, i) => i % 4 == 0).Select(trial => (string[])
            [$"{trial.Candidate}", $"{trial.Score.Mean:0}", $"{trial.Score.StandardError:0}"]));
        page.Figure("folds", "strength,mean,standard_error", l1.Trials.Select(trial => (double[])
            [trial.Candidate, trial.Score.Mean, trial.Score.StandardError!.Value]));

        page.Table(["L1, range", "best s", "mean square", "at the edge"], [Edge("0.5 to 32", l1), Edge("8 to 32", narrow)]);

        var models = Diabetes.WithProducts(Diabetes.Training, Diabetes.Test);
        page.Table(["choice", "s", "mean square", "weights", "error, test"],
        [
            Row("no penalty", Search.Run([0.0], s => ScoreOf(default(None))).Best, s => default(None)),
            Row("L2, lowest", l2.Best, s => new L2(s)),
            Row("L2, one standard error", l2.OneStandardError(s => s), s => new L2(s)),
            Row("L1, lowest", l1.Best, s => new L1(s)),
            Row("L1, one standard error", l1.OneStandardError(s => s), s => new L1(s)),
        ]);

        static string[] Edge(string range, SearchResult<double> result)
        {
            var isAtEdge = result.IsBestAtEdge(s => s);
            return [range, $"{result.Best.Candidate:0.00}", $"{result.Best.Score.Mean:0}", isAtEdge ? "yes" : "no"];
        }

        string[] Row<TPenalty>(string name, Trial<double> trial, Func<double, TPenalty> penalty)
            where TPenalty : struct, IPenalty
        {
            var weights = Fit(models[0], penalty(trial.Candidate));
            return
            [
                name, $"{trial.Candidate:0.00}", $"{trial.Score.Mean:0}", $"{WeightSums.Measure<double>(weights).NonZeroCount}",
                $"{models[1].Error(weights):0.000}",
            ];
        }
    }

    /// <summary>An elastic net has two numbers to choose. A grid and draws may try 25 pairs each.</summary>
    private static void TwoNumbers(Page page)
    {
        var totals = new LogRange(0.05, 50);
        var grid = Try(ElasticNetStrength.Grid(totals.Grid(5), [0, 0.25, 0.5, 0.75, 1]));
        var draws = Enumerable.Range(1, 11).Select(seed => Try(ElasticNetStrength.Draw(totals, count: 25, seed))).ToArray();

        page.Table(
            ["search", "strengths tried", "best s", "best L1 share", "mean square"],
            [Row("grid, 5 × 5", grid), Row("25 draws, seed 1", draws[0])]);
        double[] lowest = [.. draws.Select(result => result.Best.Score.Mean).Order()];
        page.Line($"The draws of {lowest.Length} seeds: lowest {lowest[0]:0}, median {lowest[5]:0}, highest {lowest[^1]:0}");
        page.Line($"Draws that beat the grid: {lowest.Count(score => score < grid.Best.Score.Mean)} of {lowest.Length}");
        page.Line($"With each s of the grid, the best share gives {Spread(grid.Trials.GroupBy(trial => trial.Candidate.Total))}");
        page.Line($"With each share of the grid, the best s gives {Spread(grid.Trials.GroupBy(trial => trial.Candidate.L1Share))}");
        page.Line();
        page.Figure(
            "search", "grid_total,grid_share,grid_score,draw_total,draw_share,draw_score",
            grid.Trials.Zip(draws[0].Trials, (left, right) => (double[])
            [
                left.Candidate.Total, left.Candidate.L1Share, left.Score.Mean,
                right.Candidate.Total, right.Candidate.L1Share, right.Score.Mean,
            ]));

        static SearchResult<ElasticNetStrength> Try(ElasticNetStrength[] pairs) => Search.Run(pairs, pair => ScoreOf(pair.Penalty));

        static string[] Row(string name, SearchResult<ElasticNetStrength> result) =>
        [
            name, $"{result.Trials.Select(trial => trial.Candidate.Total).Distinct().Count()}",
            $"{result.Best.Candidate.Total:0.00}", $"{result.Best.Candidate.L1Share:0.00}", $"{result.Best.Score.Mean:0}",
        ];

        static string Spread(IEnumerable<IGrouping<double, Trial<ElasticNetStrength>>> groups)
        {
            double[] best = [.. groups.Select(group => group.Min(trial => trial.Score.Mean))];
            return $"{best.Min():0} to {best.Max():0}";
        }
    }

    /// <summary>The mean square of the residuals on the rows left out, fold by fold.</summary>
    private static Score ScoreOf<TPenalty>(TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        Score.FromFolds([.. _folds.Select(models => models[1].MeanSquare(Fit(models[0], penalty)))]);

    private static double[] Fit<TPenalty>(LinearModel model, TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        var weights = new double[model.WeightCount];
        var report = _solver.Minimize(model.Loss, weights, penalty);
        return report.IsConverged ? weights : throw new InvalidOperationException(report.ToString());
    }
}
