using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 2. The L2 penalty, its gradient, why it is called weight decay, and what it does to the error.</summary>
public static class WeightDecay
{
    public static void Run(Page page)
    {
        OneStep(page);
        ManySteps(page);
        Curves(page);
        ErrorAgainstStrength(page);
    }

    /// <summary>What the penalty charges, what its gradient is, and what a step does, for a single weight.</summary>
    private static void OneStep(Page page)
    {
        var l2 = L2.FromLambda(lambda: 30, exampleCount: 150);
        var sgd = new Sgd(learningRate: 0.1);
        double[] weights = [3];
        double[] gradients = [0.5];

        page.Line($"s = {l2.Strength}, w = {weights[0]}, g = {gradients[0]}, α = 0.1");
        page.Line($"penalty   (s/2)·w² = {Penalty.Sum(weights, l2):0.000}");
        page.Line($"gradient        s·w = {GradientAt(weights[0], l2):0.000}");
        sgd.Step(weights, gradients, l2);
        page.Line($"step   w − α(g + s·w) = {weights[0]:0.000}");
        page.Line();
    }

    /// <summary>Decay alone: with no data gradient, a large weight and a small one lose the same share in a step.</summary>
    private static void ManySteps(Page page)
    {
        var sgd = new Sgd(learningRate: 0.1);
        double[] weights = [8, 0.5];
        double[] gradients = [0, 0];

        List<string[]> rows = [];
        for (var step = 0; step <= 100; step++)
        {
            if (step is 0 or 1 or 10 or 34 or 100)
            {
                rows.Add([$"{step}", $"{weights[0]:0.0000}", $"{weights[1]:0.0000}", $"{weights[0] / 8:0.000}"]);
            }

            sgd.Step(weights, gradients, new L2(strength: 0.2));
        }

        page.Table(["steps", "large weight", "small weight", "share left"], rows);
    }

    /// <summary>Both penalties and their gradients, for s = 1.</summary>
    private static void Curves(Page page)
    {
        var (l1, l2) = (new L1(strength: 1), new L2(strength: 1));
        page.Figure(
            "penalties", "w,l2,l2_gradient,l1,l1_gradient",
            from i in Enumerable.Range(-100, 201)
            let w = i / 50.0
            select (double[])[w, Penalty.Sum([w], l2), GradientAt(w, l2), Penalty.Sum([w], l1), GradientAt(w, l1)]);
    }

    private static double GradientAt<TPenalty>(double weight, TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        double[] gradients = [0];
        Penalty.AddGradient([weight], gradients, penalty);
        return gradients[0];
    }

    /// <summary>The optimum for each of many strengths, and how well it does on the patients it has not learned from.</summary>
    private static void ErrorAgainstStrength(Page page)
    {
        var models = Diabetes.WithProducts(Diabetes.Training, Diabetes.Validation);
        double[] strengths = [.. new LogRange(0.001, 100).Grid(51).Reverse()];
        var path = RegularizationPath.Compute(models[0].Loss, models[0].WeightCount, strengths, s => new L2(s));
        var points = path.Points.Select(point => (
            point.Strength,
            Learned: models[0].Error(point.Weights.AsSpan()),
            Others: models[1].Error(point.Weights.AsSpan()),
            Largest: WeightSums.Measure(point.Weights.AsSpan()).MaxMagnitude)).ToArray();

        page.Table(
            ["s", "λ = s·m", "error, learned", "error, others", "largest weight"],
            points.Where((_, i) => i % 5 == 0).Select(point => (string[])
            [
                $"{point.Strength:0.000}", $"{point.Strength * models[0].ExampleCount:0.0}",
                $"{point.Learned:0.000}", $"{point.Others:0.000}", $"{point.Largest:0.0}",
            ]));
        var best = points.MinBy(point => point.Others);
        page.Line($"The lowest error of others, of {points.Length} strengths: {best.Others:0.000} at s = {best.Strength:0.000}");
        page.Line();
        page.Figure("error", "strength,learned,others", points.Reverse().Select(point => (double[])
            [point.Strength, point.Learned, point.Others]));
    }
}
