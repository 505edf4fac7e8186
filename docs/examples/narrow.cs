#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/narrow.md: a test compares the two.

using SimdReg;

const int Count = 1000;
AllBFloat16();
NarrowGradientsAndMoments();
MasterCopy();
EightBitMoments();
WholeModel();

static void AllBFloat16()
{
    var weights = new BFloat16[Count];                                        // what the model computes with
    var gradients = new BFloat16[Count];
    new StoredSpan(weights).CopyFrom(RandomWeights());                        // rounds floats to nearest

    var storage = new NumberStorage(NumberFormat.BFloat16)                    // both moments of Adam
    {
        Weights = WeightRounding.Stochastic,
        HasStochasticState = true,
        Seed = 1,
    };
    var optimizer = Optimizer<float>.Create(new Adam(0.001), new L2(0.01).Decoupled(), weights.Length, storage);

    optimizer.Step(weights, gradients);

    var wide = new float[Count];
    new ReadOnlyStoredSpan(weights).CopyTo(wide);                             // widens, which is exact

    var penalty = Penalty.Sum(weights, new L2(0.01));                         // correctly rounded, as of floats
    var sums = WeightSums.Measure(weights);
    var squares = GradientClipping.SumOfSquares(gradients);
    Console.WriteLine($"{optimizer.StepCount} {penalty} {sums.NonZeroCount} {squares} {wide[0]}");

    var states = new byte[optimizer.ByteCount];
    optimizer.WriteTo(states);
    optimizer.ReadFrom(states);
}

static void NarrowGradientsAndMoments()
{
    float[] weights = RandomWeights();
    var gradients = new BFloat16[Count];

    var storage = new NumberStorage(NumberFormat.BFloat16) { HasStochasticState = true, Seed = 1 };
    var optimizer = Optimizer<float>.Create(new Adam(0.001), new L2(0.01).Decoupled(), weights.Length, storage);

    optimizer.Step(weights, gradients);
}

static void MasterCopy()
{
    BFloat16[] weights = [.. RandomWeights().Select(weight => (BFloat16)weight)];
    var gradients = new BFloat16[Count];

    var storage = new NumberStorage(NumberFormat.BFloat16) { Weights = WeightRounding.MasterCopy, HasStochasticState = true, Seed = 1 };
    var optimizer = Optimizer<float>.Create(new Adam(0.001), new L2(0.01).Decoupled(), weights.Length, storage);

    optimizer.Step(weights, gradients);                                       // steps the copy, and rounds it into weights
}

static void EightBitMoments()
{
    float[] weights = RandomWeights(), gradients = new float[Count];

    var storage = new NumberStorage(NumberFormat.EightBit) { HasStochasticState = true, Seed = 1 };
    var optimizer = Optimizer<float>.Create(new Adam(0.001), new L2(0.01).Decoupled(), weights.Length, storage);

    optimizer.Step(weights, gradients);
}

static void WholeModel()
{
    BFloat16[] hidden = new BFloat16[Count], hiddenGradients = new BFloat16[Count];
    float[] output = new float[30], outputGradients = new float[30];

    var storage = new NumberStorage(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 1 };
    var model = new ParameterSet<float>();
    model.Add(hidden, hiddenGradients, new Adam(0.001), new L1(0.0001).Proximal(), storage);
    model.Add(output, outputGradients, new Adam(0.001));                      // floats, as before

    // From a configuration file.
    var settings = new OptimizerSettings { Rule = "adamw", LearningRate = 0.001, Penalty = "l2", Strength = 0.01 };
    var optimizer = Optimizer<float>.Create(settings, Count, storage);

    BFloat16[] more = new BFloat16[Count], moreGradients = new BFloat16[Count];
    model.Add(more, moreGradients, optimizer);

    var measure = model.MeasuredStep();
    Console.WriteLine(measure.Weights.NonZeroCount);
}

static float[] RandomWeights()
{
    var random = new Random(1);
    return [.. Enumerable.Range(0, Count).Select(_ => random.NextSingle() - 0.5f)];
}
