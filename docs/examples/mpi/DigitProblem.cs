using SimdReg;
using SimdReg.Mpi;
using Tutorial;

namespace MpiExample;

/// <summary>Is it a 3? The images of docs/data/digits.csv, a weight for each pixel and a bias, which has no penalty.</summary>
/// <remarks>Every rank reads the whole file. Gradients are dense: a number for each pixel.</remarks>
internal sealed class DigitProblem(bool isSmall) : Problem
{
    private const int Positive = 3;
    private const int TrainingCount = 1200;

    private readonly float[] _weights = new float[64];
    private readonly float[] _bias = new float[1];
    private readonly float[] _gradients = new float[64];
    private ShardedArray<float>? _ofWeights;
    private ShardedArray<float>? _ofBias;

    public override string Name => "digits";

    public override int StepCount => isSmall ? 40 : 400;

    public override int BatchSize => 100;

    public override int TestCount => Digits.All.Length - TrainingCount;

    public override void AddTo(ShardedSet<float> set, string rule)
    {
        (_ofWeights, _ofBias) = rule == "ftrl"
            ? (set.Add(_weights, new Ftrl(learningRate: 0.5, l1: 1)), set.Add(_bias, new Ftrl(learningRate: 0.5)))
            : (set.Add(_weights, new Adam(learningRate: 0.02), new L1(0.004).Proximal()), set.Add(_bias, new Adam(learningRate: 0.02)));
    }

    public override double AddGradient(long step, int example)
    {
        var digit = Digits.All[((step * BatchSize) + example) % TrainingCount];
        var (score, isPositive) = (Score(digit), digit.Label == Positive);
        var slope = Logistic.Slope(score, isPositive);
        for (var i = 0; i < _gradients.Length; i++)
        {
            _gradients[i] = (float)(slope * digit.Pixels[i]);
        }

        _ofWeights!.Gradients.Add(_gradients);
        _ofBias!.Gradients.Add([(float)slope]);
        return Logistic.Loss(score, isPositive);
    }

    public override bool IsRight(int example)
    {
        var digit = Digits.All[TrainingCount + example];
        return Score(digit) > 0 == (digit.Label == Positive);
    }

    // One pixel after another, in double. A vectorised sum would depend on the width of the vectors, and with it on the machine.
    private double Score(Digit digit)
    {
        double sum = _bias[0];
        for (var i = 0; i < _weights.Length; i++)
        {
            sum += (double)_weights[i] * digit.Pixels[i];
        }

        return sum;
    }
}
