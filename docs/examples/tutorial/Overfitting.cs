using SimdReg;

namespace Tutorial;

/// <summary>Chapter 1. A model with many weights and few examples learns their noise by heart.</summary>
public static class Overfitting
{
    public static void Run(Page page)
    {
        LinearModel[][] fewAndMany =
        [
            Diabetes.WithMeasurements(Diabetes.Training, Diabetes.Validation),
            Diabetes.WithProducts(Diabetes.Training, Diabetes.Validation),
        ];
        var sgd = new Sgd(learningRate: 0.1);

        page.Line($"{fewAndMany[0][0].ExampleCount} patients to learn from, {fewAndMany[0][1].ExampleCount} others");
        page.Line();
        page.Table(
            ["weights", "steps", "error, learned", "error, others", "largest weight"],
            from models in fewAndMany
            from stepCount in (int[])[0, 10, 100, 1000, 10_000]
            let weights = models[0].Descend(sgd, default(None).Coupled(), stepCount)
            select (string[])
            [
                $"{weights.Length}", $"{stepCount}", $"{models[0].Error(weights):0.000}", $"{models[1].Error(weights):0.000}",
                $"{WeightSums.Measure<double>(weights).MaxMagnitude:0.0}",
            ]);
    }
}
