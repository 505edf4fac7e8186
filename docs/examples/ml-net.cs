#:project ../../src/SimdReg.Tuning
#:package Microsoft.ML
#:package System.Numerics.Tensors
#:property InvariantGlobalization=true
#:property PublishAot=false

// ML.NET loads and scales the data, SimdReg fits a lasso along a path of strengths, and ML.NET's pipeline predicts with the weights.

using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using SimdReg.Tuning;

const int MeasurementCount = 10;
var directory = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var ml = new MLContext(seed: 1);
var data = ml.Data.LoadFromTextFile<Patient>(Path.Combine(directory, "../data/diabetes.csv"), separatorChar: ',', hasHeader: true);
var split = ml.Data.TrainTestSplit(data, testFraction: 0.3);
var scaling = ml.Transforms.NormalizeMeanVariance(nameof(Patient.Features), fixZero: false).Fit(split.TrainSet);

// 1. From an IDataView to arrays: the rows one after another, and the target without its mean, so that no intercept is needed.

var scaled = ml.Data.CreateEnumerable<Patient>(scaling.Transform(split.TrainSet), reuseRowObject: false).ToArray();
double[] rows = [.. scaled.SelectMany(patient => patient.Features.Select(value => (double)value))];
var mean = scaled.Average(patient => (double)patient.Progression);
double[] target = [.. scaled.Select(patient => patient.Progression - mean)];

// 2. A path of strengths: the loss 1/(2m)·Σ(Xw − y)² and its gradient, for any weights.

double Loss(ReadOnlySpan<double> weights, Span<double> gradients)
{
    gradients.Clear();
    var sum = 0.0;
    for (var i = 0; i < target.Length; i++)
    {
        var row = rows.AsSpan(i * MeasurementCount, MeasurementCount);
        var residual = TensorPrimitives.Dot(row, weights) - target[i];
        TensorPrimitives.MultiplyAdd(row, residual / target.Length, gradients, gradients);
        sum += residual * residual;
    }

    return sum / (2 * target.Length);
}

var path = RegularizationPath.ComputeElasticNet(Loss, MeasurementCount, count: 20, ratio: 0.01);

// 3. Back to predictions of ML.NET: a transform with the weights, evaluated as any other model.

foreach (var point in path.Points.Where((_, i) => i % 4 == 3))
{
    float[] weights = [.. point.Weights.Select(weight => (float)weight)];
    var predict = ml.Transforms.CustomMapping<Patient, Prediction>(
        (patient, prediction) => prediction.Score = (float)mean + TensorPrimitives.Dot<float>(patient.Features, weights), contractName: null);
    var predicted = scaling.Append(predict.Fit(scaling.Transform(split.TrainSet))).Transform(split.TestSet);
    var metrics = ml.Regression.Evaluate(predicted, labelColumnName: nameof(Patient.Progression));
    Console.WriteLine($"s = {point.Strength,6:0.000}: {point.NonZeroCount,2} of {MeasurementCount} weights are not zero, R² of the others {metrics.RSquared:0.000}");
}

/// <summary>A row of the data: ten measurements, and how far the disease went on within a year.</summary>
internal sealed class Patient
{
    [LoadColumn(0, 9), VectorType(10)]
    public float[] Features { get; set; } = [];

    [LoadColumn(10)]
    public float Progression { get; set; }
}

/// <summary>What a model says.</summary>
internal sealed class Prediction
{
    public float Score { get; set; }
}
