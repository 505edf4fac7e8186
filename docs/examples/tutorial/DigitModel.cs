using SimdReg;

namespace Tutorial;

/// <summary>Softmax regression: the score of each digit is b + Wᵀx, and their softmax is its probability.</summary>
public sealed class DigitModel
{
    private const int BatchSize = 20;

    private readonly double[] _probabilities = new double[10];

    /// <summary>Ten for each pixel, side by side.</summary>
    public float[] Weights { get; } = new float[640];

    /// <summary>One for each digit.</summary>
    public float[] Biases { get; } = new float[10];

    /// <summary>Learns from the training digits in batches, with a penalty on the weights and none on the biases. A schedule multiplies the rate of each epoch.</summary>
    public static DigitModel Train<TRule, TPenalty, TMode>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, int epochCount = 300, Func<int, double>? schedule = null)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var model = new DigitModel();
        var (weightGradients, biasGradients) = (new float[640], new float[10]);
        var (weightState, biasState) = (rule.CreateState(model.Weights), rule.CreateState(model.Biases));
        var baseRate = rule.LearningRate;
        for (var epoch = 0; epoch < epochCount; epoch++)
        {
            if (schedule is not null)
            {
                rule = rule.WithLearningRate(baseRate * schedule(epoch));
            }

            foreach (var batch in Digits.Training.Chunk(BatchSize))
            {
                model.Gradients(batch, weightGradients, biasGradients);
                rule.Step(model.Weights, weightGradients, term, weightState);
                rule.Step(model.Biases, biasGradients, biasState);
            }
        }

        return model;
    }

    /// <summary>The mean of −ln p over some digits, where p is the probability given to the right one.</summary>
    public double Loss(Digit[] digits) => digits.Average(digit =>
    {
        Predict(digit);
        return -Math.Log(_probabilities[digit.Label]);
    });

    /// <summary>The share of the digits for which the right one is the likeliest.</summary>
    public double Accuracy(Digit[] digits) => digits.Average(digit =>
    {
        Predict(digit);
        return _probabilities.Max() == _probabilities[digit.Label] ? 1.0 : 0.0;
    });

    /// <summary>The gradients of the loss: of a score p, less 1 at the right digit, and of a weight that times its pixel.</summary>
    private void Gradients(Digit[] batch, float[] weightGradients, float[] biasGradients)
    {
        Array.Clear(weightGradients);
        Array.Clear(biasGradients);
        foreach (var digit in batch)
        {
            Predict(digit);
            _probabilities[digit.Label] -= 1;
            for (var k = 0; k < 10; k++)
            {
                biasGradients[k] += (float)_probabilities[k] / batch.Length;
            }

            for (var i = 0; i < 640; i++)
            {
                weightGradients[i] += digit.Pixels[i / 10] * (float)_probabilities[i % 10] / batch.Length;
            }
        }
    }

    /// <summary>Leaves the probability of each digit in _probabilities.</summary>
    private void Predict(Digit digit)
    {
        for (var k = 0; k < 10; k++)
        {
            var score = (double)Biases[k];
            for (var i = 0; i < 64; i++)
            {
                score += Weights[(10 * i) + k] * digit.Pixels[i];
            }

            _probabilities[k] = Math.Exp(score);
        }

        var sum = _probabilities.Sum();
        for (var k = 0; k < 10; k++)
        {
            _probabilities[k] /= sum;
        }
    }
}
