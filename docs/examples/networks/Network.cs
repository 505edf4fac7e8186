using System.Numerics.Tensors;
using Tutorial;

namespace Networks;

/// <summary>64 pixels, 100 hidden units with ReLU, and a softmax over 10 digits.</summary>
public sealed class Network(Random random)
{
    private readonly float[] _hidden = new float[100];
    private readonly float[] _hiddenGradients = new float[100];
    private readonly float[] _scores = new float[10];

    public Layer First { get; } = new(inputCount: 64, unitCount: 100, random);

    public Layer Second { get; } = new(inputCount: 100, unitCount: 10, random);

    /// <summary>Computes the gradients of the mean loss over some digits.</summary>
    public void ComputeGradients(Digit[] batch)
    {
        First.ClearGradients();
        Second.ClearGradients();
        foreach (var digit in batch)
        {
            // With softmax and this loss, the gradient at a score is p, minus 1 at the right digit.
            Predict(digit);
            _scores[digit.Label] -= 1;
            TensorPrimitives.Divide(_scores, batch.Length, _scores);
            Second.AddGradients(_hidden, _scores);

            // ReLU passes a gradient where it passed its unit.
            Second.GradientsOfInputs(_scores, _hiddenGradients);
            for (var i = 0; i < _hidden.Length; i++)
            {
                _hiddenGradients[i] = _hidden[i] > 0 ? _hiddenGradients[i] : 0;
            }

            First.AddGradients(digit.Pixels, _hiddenGradients);
        }
    }

    public Score Test(Digit[] digits)
    {
        var (rightCount, loss) = (0, 0.0);
        foreach (var digit in digits)
        {
            Predict(digit);
            rightCount += TensorPrimitives.IndexOfMax<float>(_scores) == digit.Label ? 1 : 0;
            loss -= Math.Log(_scores[digit.Label]);
        }

        return new Score((double)rightCount / digits.Length, loss / digits.Length);
    }

    /// <summary>Leaves the hidden units in _hidden, and the probability of each digit in _scores.</summary>
    private void Predict(Digit digit)
    {
        First.Apply(digit.Pixels, _hidden);
        TensorPrimitives.Max(_hidden, 0, _hidden);
        Second.Apply(_hidden, _scores);

        var largest = TensorPrimitives.Max<float>(_scores);
        var powers = Array.ConvertAll(_scores, score => Math.Exp(score - largest));
        var sum = powers.Sum();
        for (var i = 0; i < powers.Length; i++)
        {
            _scores[i] = (float)(powers[i] / sum);
        }
    }
}

/// <summary>How well a network reads digits: the share that it reads right, and the mean of −ln p, where p is the probability given to the right digit.</summary>
public sealed record Score(double Accuracy, double Loss);
