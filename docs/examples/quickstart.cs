#:project ../../src/SimdReg
#:package Spectre.Console
#:package System.Numerics.Tensors
#:property InvariantGlobalization=true
#:property PublishAot=false

// Ten measurements of a diabetes patient predict how far the disease progresses within a year. With their squares and products they make 65
// features, and 150 patients are few to train on: a linear model overfits. Four fits of the same model follow, each with another penalty.
// 292 patients that no fit has seen test them.

using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text;
using SimdReg;
using Spectre.Console;

const int TrainingCount = 150;
Console.OutputEncoding = Encoding.UTF8;
AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;

// 1. The data: ten measurements per row, then the progression of the disease.

var directory = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var rows = File.ReadLines(Path.Combine(directory, "../data/diabetes.csv"))
    .Skip(1)
    .Select(line => line.Split(',').Select(double.Parse).ToArray())
    .ToArray();
double[][] columns = [.. Enumerable.Range(0, 11).Select(column => rows.Select(row => row[column]).ToArray())];

// 2. The features, all on one scale: a penalty treats all weights alike, whatever the units of their features.

double[][] measurements = [.. columns[..10].Select(Standardise)];
var products =
    from i in Enumerable.Range(0, 10)
    from j in Enumerable.Range(i, 10 - i)
    select measurements[i].Zip(measurements[j], (x, y) => x * y).ToArray();
double[][] features = [.. measurements.Concat(products).Select(Standardise)];

// The target is centred, so no intercept is needed. Its mean and the scales come from the training rows alone.

var progression = columns[10];
var mean = TensorPrimitives.Average<double>(progression.AsSpan(..TrainingCount));
double[] target = [.. progression.Select(value => value - mean)];

var training = new LeastSquares([.. features.Select(feature => feature[..TrainingCount])], target[..TrainingCount]);
var validation = new LeastSquares([.. features.Select(feature => feature[TrainingCount..])], target[TrainingCount..]);

AnsiConsole.Write(new Rule("[bold]A penalty against overfitting[/]").LeftJustified().RuleStyle("grey"));
AnsiConsole.WriteLine(
    $"{rows.Length} patients, {features.Length} features. {TrainingCount} train a linear model, the others test it.");

// 3. The fits, by gradient descent from zero. L2 adds s·w to the gradient: every weight shrinks, none becomes zero. The proximal step of L1
//    subtracts α·s from every magnitude and stops at zero: a feature that gains less than its penalty costs is dropped. The elastic net does both.

var sgd = new Sgd(learningRate: 1 / training.LargestCurvature());
double[] strengths = [.. Enumerable.Range(-7, 12).Select(doublings => 4.4 * Math.Pow(2, doublings))];

var (fits, path) = AnsiConsole.Progress().HideCompleted(true).AutoClear(true).Start<(Fit[], Fit[])>(progress => (
    [
        Descend("no penalty", default(None).Coupled(), 20_000, progress),
        Descend("L2, s = 1", new L2(1).Coupled(), 5_000, progress),
        Descend("L1, s = 4.4", new L1(4.4).Proximal(), 5_000, progress),
        Descend("elastic net, 4 and 0.1", new ElasticNet(4, 0.1).Proximal(), 5_000, progress),
    ],
    [.. strengths.Select(s => Descend($"L1 path, s = {s:0.00}", new L1(s).Proximal(), 5_000, progress))]));

// 4. The results. R² is the share of the target's variance that a model explains.

var table = new Table().SimpleBorder().BorderColor(Color.Grey).AddColumn("fit");
foreach (var heading in new[] { "steps", "R²\ntraining", "R²\nvalidation", "penalty", "weights\n≠ 0" })
{
    table.AddColumn(new TableColumn(heading).RightAligned());
}

foreach (var fit in fits)
{
    table.AddRow(
        fit.Name, $"{fit.Steps:N0}",
        $"{fit.TrainingRSquared:0.000}", $"[bold]{fit.ValidationRSquared:0.000}[/]",
        $"{fit.Charge:0.0}", $"{fit.NonZeros} of {features.Length}");
}

AnsiConsole.Write(table);
AnsiConsole.WriteLine(
    $"Without a penalty the model learns noise: it explains {fits[0].TrainingRSquared:P0} of the variance\n"
    + $"among the patients it was trained on, and {fits[0].ValidationRSquared:P0} among the others.");

// 5. The L1 path: how many features each strength keeps, and the R² it gives. In real work, choose the strength by cross-validation on the
//    training rows, and keep the validation rows for the end.

var chart = new Table().SimpleBorder().BorderColor(Color.Grey)
    .AddColumn(new TableColumn("L1, s").RightAligned())
    .AddColumn(new TableColumn("weights ≠ 0"))
    .AddColumn(new TableColumn("R² validation"));
var best = path.MaxBy(fit => fit.ValidationRSquared);
foreach (var (strength, fit) in strengths.Zip(path))
{
    var colour = fit == best ? "green" : "blue";
    chart.AddRow(
        $"{strength:0.00}",
        $"{fit.NonZeros,2} [grey]{Bar(20.0 * fit.NonZeros / features.Length)}[/]",
        $"{fit.ValidationRSquared,6:0.000} [{colour}]{Bar(64 * fit.ValidationRSquared)}[/]");
}

AnsiConsole.Write(chart);
AnsiConsole.WriteLine("The stronger L1, the fewer features are left. Up to a point that is a gain.\n");

// 6. The speed of a step: the penalty, the update and the store in one pass over memory, beside two passes.

var (fused, composed) = MedianMilliseconds(1_000_000);
AnsiConsole.MarkupLine(
    $"An L2 step on a million floats: [bold green]{fused:0.00} ms[/] fused, {composed:0.00} ms with TensorPrimitives.");

Fit Descend<TPenalty, TMode>(string name, PenaltyTerm<TPenalty, TMode> term, int steps, ProgressContext progress)
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    var task = progress.AddTask(name, maxValue: steps);
    var weights = new double[features.Length];
    var gradients = new double[features.Length];
    for (var step = 1; step <= steps; step++)
    {
        training.Gradient(weights, gradients);
        sgd.Step(weights, gradients, term);
        if (step % 100 == 0)
        {
            task.Value = step;
        }
    }

    return new Fit(
        name, steps, training.RSquared(weights), validation.RSquared(weights),
        Penalty.Sum<double, TPenalty>(weights, term.Penalty), WeightSums.Measure(weights).NonZeroCount);
}

static string Bar(double length)
{
    var eighths = (int)Math.Round(8 * Math.Max(length, 0));
    return new string('█', eighths / 8) + " ▏▎▍▌▋▊▉"[eighths % 8];
}

static double[] Standardise(double[] column)
{
    var seen = column.AsSpan(..TrainingCount);
    var (mean, deviation) = (TensorPrimitives.Average<double>(seen), TensorPrimitives.StdDev<double>(seen));
    return [.. column.Select(value => (value - mean) / deviation)];
}

static (double Fused, double Composed) MedianMilliseconds(int weightCount)
{
    var (rate, strength, random) = (0.01f, 0.1f, new Random(1));
    float[] weights = [.. Enumerable.Range(0, weightCount).Select(_ => random.NextSingle() - 0.5f)];
    float[] gradients = [.. Enumerable.Range(0, weightCount).Select(_ => random.NextSingle() - 0.5f)];

    // Separate arrays, so that neither finds in the cache what the other has loaded.
    var (composedWeights, composedGradients) = (weights.ToArray(), gradients.ToArray());

    // Interleaved, so that other load on the machine affects both alike. The first half is the warm-up.
    var rounds = Enumerable.Range(0, 400).Select(_ => (Fused: Time(Fused), Composed: Time(Composed))).ToArray()[200..];
    return (Median(rounds.Select(round => round.Fused)), Median(rounds.Select(round => round.Composed)));

    void Fused() => new Sgd(rate).Step(weights, gradients, new L2(strength));

    void Composed()
    {
        TensorPrimitives.Multiply(composedWeights, 1 - (rate * strength), composedWeights);
        TensorPrimitives.MultiplyAdd(composedGradients, -rate, composedWeights, composedWeights);
    }

    static double Time(Action step)
    {
        var start = Stopwatch.GetTimestamp();
        step();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    static double Median(IEnumerable<double> times) => times.Order().ElementAt(100);
}

internal sealed record Fit(
    string Name, int Steps, double TrainingRSquared, double ValidationRSquared, double Charge, long NonZeros);

/// <summary>The loss of a linear model, 1/(2m)·‖y − Xw‖², with X held by its columns.</summary>
internal sealed class LeastSquares(double[][] features, double[] target)
{
    private readonly double[] _residuals = new double[target.Length];

    /// <summary>g ← Xᵀ(Xw − y)/m</summary>
    public void Gradient(double[] weights, double[] gradients)
    {
        ComputeResiduals(weights);
        for (var j = 0; j < features.Length; j++)
        {
            gradients[j] = TensorPrimitives.Dot<double>(features[j], _residuals) / target.Length;
        }
    }

    /// <summary>R² = 1 − ‖y − Xw‖² / ‖y − ȳ‖²</summary>
    public double RSquared(double[] weights)
    {
        ComputeResiduals(weights);
        var variance = Math.Pow(TensorPrimitives.StdDev<double>(target), 2);
        return 1 - (TensorPrimitives.SumOfSquares<double>(_residuals) / (target.Length * variance));
    }

    /// <summary>The largest eigenvalue of XᵀX/m, by power iteration. Descent at one over it never goes uphill.</summary>
    public double LargestCurvature()
    {
        // With a target of zero the gradient is (XᵀX/m)·w.
        var bowl = new LeastSquares(features, new double[target.Length]);
        var curvature = Math.Sqrt(features.Length);
        double[] direction = [.. features.Select(_ => 1.0)];
        for (var i = 0; i < 500; i++)
        {
            TensorPrimitives.Divide(direction, curvature, direction);
            bowl.Gradient(direction, direction);
            curvature = TensorPrimitives.Norm<double>(direction);
        }

        return curvature;
    }

    /// <summary>Xw − y</summary>
    private void ComputeResiduals(double[] weights)
    {
        TensorPrimitives.Negate<double>(target, _residuals);
        for (var j = 0; j < features.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(features[j], weights[j], _residuals, _residuals);
        }
    }
}
