#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/cannot.md: a test compares the two.

using System.Runtime.InteropServices;
using SimdReg;

var random = new Random(1);
float[] weights = [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f)];
float[] gradients = [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f)];
var adam = new Adam(learningRate: 0.001);

{
    var sgd = new Sgd(learningRate: 0.1);
    sgd.Step(weights.AsSpan(..4), gradients.AsSpan(..4), new L2(0.1));        // the first four weights
    sgd.Step(weights.AsSpan(4..), gradients.AsSpan(4..), new L2(0.01));       // the others

    Console.WriteLine($"Strengths by range: {WeightSums.Measure(weights).MaxMagnitude:0.000}.");
}

{
    const int RowLength = 4;
    int[] touchedRows = [2, 0];
    var (first, second) = (new float[weights.Length], new float[weights.Length]);
    var stepCounts = new long[weights.Length / RowLength];

    foreach (var row in touchedRows)
    {
        var range = (row * RowLength)..((row + 1) * RowLength);
        var rowState = new StateSpans<float>(ref stepCounts[row], first.AsSpan(range), second.AsSpan(range));
        adam.Step(weights.AsSpan(range), gradients.AsSpan(range), rowState);
    }

    Console.WriteLine($"Sparse: {string.Join(" ", stepCounts)} steps.");
}

{
    var matrix = new float[3, 4];
    var matrixGradients = new float[3, 4];

    Span<float> all = MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length);
    Span<float> allGradients = MemoryMarshal.CreateSpan(ref matrixGradients[0, 0], matrixGradients.Length);
    new Sgd(0.1).Step(all, allGradients, new L2(0.1));

    Console.WriteLine($"Matrix: {all.Length} weights.");
}

{
    var rate = 0.001 * Math.Sqrt(WeightSums.Measure(weights).SumOfSquares / (GradientClipping.SumOfSquares(gradients) + 1e-12));
    new Sgd(rate).Step(weights, gradients);                                   // LARS: one rate per array, from its norms

    Console.WriteLine($"LARS: {WeightSums.Measure(weights).NonFiniteCount} weights are not finite.");
}
