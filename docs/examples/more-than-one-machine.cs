#:project ../../src/SimdReg.Mpi
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/more-than-one-machine.md: a test compares the two. Started by itself it is one process. On four:
//   dotnet build more-than-one-machine.cs && mpirun --oversubscribe -np 4 dotnet run --no-build more-than-one-machine.cs

using SimdReg;
using SimdReg.Mpi;

const int FeatureCount = 20, BatchSize = 64;

{
    var (weights, gradients) = (new float[FeatureCount], new float[FeatureCount]);
    var set = new ParameterSet<float>();
    set.Add(weights, gradients, new Adam(learningRate: 0.01), new L1(0.01).Proximal());

    while (set.StepCount < 500)
    {
        Array.Clear(gradients);
        for (var example = 0; example < BatchSize; example++)
        {
            AddTo(gradients, GradientOf(set.StepCount, example, weights));    // g ← g + gᵢ/m
        }

        set.Step();
    }
}

MpiSession.Run(ranks =>
{
    var weights = new float[FeatureCount];                                    // all weights, on every rank
    var set = new ShardedSet<float>(ranks) { GradientDivisor = BatchSize };   // the sum is divided by this: a mean. Default: 1
    var array = set.Add(weights, new Adam(learningRate: 0.01), new L1(0.01).Proximal());

    while (set.StepCount < 500)
    {
        for (var example = ranks.Rank; example < BatchSize; example += ranks.Size)
        {
            array.Gradients.Add(GradientOf(set.StepCount, example, weights)); // one example at a time: the sum is exact
        }

        set.Step();                                                           // every rank then has the new weights
    }

    if (ranks.Rank == 0)
    {
        Console.WriteLine($"{ranks.Size} ranks: {string.Join(' ', weights)}");
    }
});

static void AddTo(float[] gradients, float[] ofExample)
{
    for (var j = 0; j < gradients.Length; j++)
    {
        gradients[j] += ofExample[j] / BatchSize;
    }
}

// Of ½(Σxw − y)². An example depends on its number alone.
static float[] GradientOf(long step, int example, float[] weights)
{
    var random = new Random((int)((step * BatchSize) + example));
    float[] x = [.. Enumerable.Range(0, FeatureCount).Select(_ => (2 * random.NextSingle()) - 1)];
    var target = (3 * x[0]) - (2 * x[1]) + x[2] + (0.5 * random.NextDouble());
    var error = x.Zip(weights, (xj, w) => (double)xj * w).Sum() - target;
    return [.. x.Select(xj => (float)(error * xj))];
}
