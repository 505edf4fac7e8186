// The time of a call under the way in which this program is deployed: the first call of each kernel, then the later ones.
// Prints CSV: kernel, elements (0: the first call), nanoseconds per element (of the first call: in all).
// measure.sh publishes it in every way and compares them.
using System.Diagnostics;
using System.Globalization;
using SimdReg;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Timing;

const double SecondsForKernel = 0.3;

// Before anything else is called: what is timed is all that a first call waits for.
foreach (var kernel in Kernels(64))
{
    var start = Stopwatch.GetTimestamp();
    kernel.Call();
    Print(kernel.Name, 0, Stopwatch.GetElapsedTime(start).TotalSeconds);
}

foreach (var count in Turns.WarmUpCounts.Append(1 << 20))
{
    foreach (var kernel in Kernels(count))
    {
        Calls[] side = [Calls.Of(kernel.Call)];
        Turns.WarmUp(side);
        Print(kernel.Name, count, Turns.Measure(side, SecondsForKernel)[0].Median / count);
    }
}

static void Print(string kernel, int elements, double seconds) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kernel},{elements},{seconds * 1e9:F4}"));

static IEnumerable<(string Name, Action Call)> Kernels(int count)
{
    var (weights, gradients) = (new float[count], new float[count]);
    Numbers.Fill<float>(weights, new Random(1));
    Numbers.Fill<float>(gradients, new Random(2));
    var (sgd, adam, l2) = (new Sgd(1e-9), new Adam(1e-9), new L2(1e-3));
    var state = adam.CreateState(weights);
    yield return ("SGD + L2", () => sgd.Step(weights, gradients, l2));
    yield return ("AdamW", () => adam.Step(weights, gradients, l2.Decoupled(), state));
    yield return ("SGD + L2 measured", () => sgd.MeasuredStep(weights, gradients, l2));
    yield return ("L2 penalty", () => Penalty.Sum(weights, l2));
    yield return ("both sums", () => WeightSums.Measure(weights));
}
