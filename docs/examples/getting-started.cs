#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/getting-started.md: a test compares the two.

using SimdReg;

// The first program: 20 features, of which 3 matter.

const int RowCount = 200, FeatureCount = 20;
var random = new Random(1);
double[][] rows = [.. Enumerable.Range(0, RowCount).Select(_ => Noise(FeatureCount))];
double[] targets = [.. rows.Select(x => (3 * x[0]) - (2 * x[1]) + x[2] + (0.5 * Noise(1)[0]))];

var weights = new double[FeatureCount];
var gradients = new double[FeatureCount];
var sgd = new Sgd(learningRate: 0.5);
var l1 = new L1(strength: 0.02);

for (var step = 0; step < 500; step++)
{
    Array.Clear(gradients);
    for (var row = 0; row < RowCount; row++)
    {
        var error = rows[row].Zip(weights, (x, w) => x * w).Sum() - targets[row];
        for (var j = 0; j < FeatureCount; j++)
        {
            gradients[j] += error * rows[row][j] / RowCount;      // of the loss 1/(2m)·Σ error²
        }
    }

    sgd.Step(weights, gradients, l1.Proximal());
}

Console.WriteLine($"{WeightSums.Measure(weights).NonZeroCount} of {FeatureCount} weights are not zero.");
Console.WriteLine(string.Join(" ", weights[..5].Select(w => $"{w:0.00}")));

double[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

if (WeightSums.Measure(weights).NonZeroCount != 5 || string.Join(" ", weights[..3].Select(w => $"{w:0.00}")) != "2.96 -1.90 0.96")
{
    throw new InvalidOperationException("The guide quotes another output.");
}

WholeLoop();
Slices();

void WholeLoop()
{
    float[] weights = new float[FeatureCount], gradients = new float[FeatureCount], bias = [0], biasGradient = [0];
    const int BatchSize = 20, StepCount = 1000;

    var model = new ParameterSet<float>();
    model.Add(weights, gradients, new Adam(learningRate: 0.01), new L2(0.01).Decoupled());   // AdamW
    model.Add(bias, biasGradient, new Adam(learningRate: 0.01));                             // a bias gets no penalty

    for (var step = 1; step <= StepCount; step++)
    {
        var batch = random.GetItems(Enumerable.Range(0, RowCount).ToArray(), BatchSize);
        var loss = ComputeGradients(batch);                                                  // overwrites the gradients

        var squares = model.SumOfGradientSquares();
        if (!float.IsFinite(squares))
        {
            continue;                                                                        // skip a step that would write NaN
        }

        model.LearningRateScale = Math.Min(1, step / 100.0);                                 // warm-up
        var scale = GradientClipping.ScaleFor(squares, maxNorm: 1);
        model.Step(new StepOptions { GradientScale = scale });

        if (step % 250 == 0)
        {
            Console.WriteLine($"step {step}: loss {loss:0.000}, largest weight {model.Measure().MaxMagnitude:0.00}");
        }
    }

    double ComputeGradients(int[] batch)
    {
        Array.Clear(gradients);
        biasGradient[0] = 0;
        var loss = 0.0;
        foreach (var row in batch)
        {
            var error = (float)(rows[row].Zip(weights, (x, w) => x * w).Sum() + bias[0] - targets[row]);
            loss += error * error / (2 * BatchSize);
            biasGradient[0] += error / BatchSize;
            for (var j = 0; j < FeatureCount; j++)
            {
                gradients[j] += error * (float)rows[row][j] / BatchSize;
            }
        }

        return loss;
    }
}

static void Slices()
{
    float[] weights = [1, 1, 1], gradients = [1, 1, 1];
    var sgd = new Sgd(0.5);
    var l2 = new L2(0.1);

#pragma warning disable CA1832, CA1833 // This is the mistake that the guide shows.
    sgd.Step(weights[..2], gradients[..2], l2);                        // wrong: steps a copy, weights stay as they were
#pragma warning restore CA1832, CA1833
    if (weights is not [1, 1, 1])
    {
        throw new InvalidOperationException("A slice is no copy any more: correct the guide.");
    }

    sgd.Step(weights.AsSpan(..2), gradients.AsSpan(..2), l2);          // right
    Console.WriteLine($"Slices: {string.Join(" ", weights)}");
}
