using Networks;
using SimdReg;
using Tutorial;

namespace Narrow;

/// <summary>The network of network.cs with an L1 penalty on its first layer: 300 digits train it, the others test it.</summary>
public static class DigitTask
{
    private const int TrainingCount = 300;
    private const int BatchSize = 30;
    private const int EpochCount = 200;

    /// <summary>Trains from random weights. The seed chooses the digits, the weights, the order of the digits, and random roundings.</summary>
    public static Outcome Train(Setup setup, int seed)
    {
        var random = new Random(seed);
        Digit[] digits = [.. Digits.All];
        random.Shuffle(digits);
        var (training, validation) = (digits[..TrainingCount], digits[TrainingCount..]);

        var network = new Network(random);
        var parameters = new StoredParameters(setup, new Adam(learningRate: 0.002), seed);
        parameters.Add(network.First.Weights, network.First.WeightGradients, new L1(0.0001).Proximal());
        parameters.Add(network.First.Biases, network.First.BiasGradients, default(None).Coupled());
        parameters.Add(network.Second.Weights, network.Second.WeightGradients, default(None).Coupled());
        parameters.Add(network.Second.Biases, network.Second.BiasGradients, default(None).Coupled());
        for (var epoch = 0; epoch < EpochCount; epoch++)
        {
            random.Shuffle(training);
            foreach (var batch in training.Chunk(BatchSize))
            {
                network.ComputeGradients(batch);
                parameters.Step();
            }
        }

        var weights = network.First.Weights;
        return new(network.Test(validation).Accuracy, 1 - ((double)WeightSums.Measure(weights).NonZeroCount / weights.Length));
    }
}
