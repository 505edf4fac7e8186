using SimdReg;
using Tutorial;

namespace Narrow;

/// <summary>The lasso of the quickstart, solved by Adam with a proximal L1 penalty: 150 patients train 65 weights, 292 others test them.</summary>
public static class LassoTask
{
    private const int TrainingCount = 150;
    private const int StepCount = 3000;

    /// <summary>Trains from weights of zero. The seed chooses the patients and random roundings.</summary>
    public static Outcome Train(Setup setup, int seed)
    {
        int[] rows = [.. Diabetes.Training, .. Diabetes.Validation, .. Diabetes.Test];
        new Random(seed).Shuffle(rows);
        var models = Diabetes.WithProducts(rows[..TrainingCount], rows[TrainingCount..]);

        var (wideWeights, wideGradients) = (new double[models[0].WeightCount], new double[models[0].WeightCount]);
        var (weights, gradients) = (new float[wideWeights.Length], new float[wideWeights.Length]);
        var parameters = new StoredParameters(setup, new Adam(learningRate: 0.1), seed);
        parameters.Add(weights, gradients, new L1(4.4).Proximal());
        for (var step = 0; step < StepCount; step++)
        {
            models[0].Loss(wideWeights, wideGradients);
            Convert(wideGradients, gradients, gradient => (float)gradient);
            parameters.Step();
            Convert(weights, wideWeights, weight => weight);
        }

        return new(1 - models[1].Error(wideWeights), 1 - ((double)WeightSums.Measure(weights).NonZeroCount / weights.Length));
    }

    private static void Convert<TFrom, TTo>(TFrom[] source, TTo[] destination, Func<TFrom, TTo> convert)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = convert(source[i]);
        }
    }
}
