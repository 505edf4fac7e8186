using Networks;
using SimdReg;
using Tutorial;

namespace Groups;

/// <summary>The network of network.cs with a penalty on its first layer: 300 digits train it, the others test it.</summary>
public static class Training
{
    /// <summary>The number of weights of one pixel. The layer keeps them side by side.</summary>
    public const int WeightsPerPixel = 100;

    private const int TrainingCount = 300;
    private const int BatchSize = 30;
    private const int EpochCount = 200;

    /// <summary>Trains with the penalty, then without it, where zeros stay zero. The seed chooses the digits, the first weights and the order.</summary>
    public static Outcome Run(Setup setup, int seed)
    {
        var random = new Random(seed);
        Digit[] digits = [.. Digits.All];
        random.Shuffle(digits);
        var (training, others) = (digits[..TrainingCount], digits[TrainingCount..]);

        var network = new Network(random);
        Learn(network, setup, default, training, random);
        var accuracy = network.Test(others).Accuracy;
        var weights = network.First.Weights;
        bool[] kept = [.. weights.Chunk(WeightsPerPixel).Select(ofPixel => Array.Exists(ofPixel, weight => weight != 0))];
        var shareOfZeros = 1 - ((double)WeightSums.Measure(weights).NonZeroCount / weights.Length);

        Learn(network, setup with { Penalty = "none" }, new StepOptions(keepZeros: true), training, random);
        return new(accuracy, network.Test(others).Accuracy, kept, shareOfZeros);
    }

    private static void Learn(Network network, Setup setup, StepOptions options, Digit[] digits, Random random)
    {
        var parameters = new ParameterSet<float>();
        setup.AddTo(parameters, network);
        for (var epoch = 0; epoch < EpochCount; epoch++)
        {
            random.Shuffle(digits);
            foreach (var batch in digits.Chunk(BatchSize))
            {
                network.ComputeGradients(batch);
                parameters.Step(options);
            }
        }
    }
}

/// <summary>What came of a training.</summary>
/// <param name="Accuracy">The share of the other digits that are read right after the training with the penalty.</param>
/// <param name="Refitted">The same after the training without it that follows.</param>
/// <param name="Kept">For each pixel, row by row, whether it has a weight that is not zero.</param>
/// <param name="ShareOfZeros">The share of the weights of the first layer that are zero.</param>
public sealed record Outcome(double Accuracy, double Refitted, bool[] Kept, double ShareOfZeros)
{
    /// <summary>The share of the pixels that are kept.</summary>
    public double ShareOfPixels => (double)Kept.Count(kept => kept) / Kept.Length;
}
