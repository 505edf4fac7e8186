#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of README.md: a test compares the two.

using System.Runtime.InteropServices;
using SimdReg;

Directory.SetCurrentDirectory(Directory.CreateTempSubdirectory("simdreg-readme-").FullName);
OneArray();
Groups();
Model();

static void OneArray()
{
    float[] weights = [0.5f, -0.25f, 0], gradients = [0.1f, 0, -0.2f];

    var sgd = new Sgd(learningRate: 0.1);
    sgd.Step(weights, gradients, new L2(strength: 0.01));             // w ← w − α(g + s·w)
    sgd.Step(weights, gradients, new L1(0.01).Proximal());            // soft threshold: exact zeros

    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);                            // what Adam keeps for each weight
    adam.Step(weights, gradients, new L2(0.01).Decoupled(), state);   // AdamW, in one pass over memory

    var penalty = Penalty.Sum(weights, new L1(0.01));                 // s·Σ|w|, to add to the loss you print
    var sums = WeightSums.Measure(weights);                           // Σ|w|, Σw², max |w|, NonZeroCount: one pass

    Console.WriteLine($"README: {sums.NonZeroCount} weights are not zero, and L1 adds {penalty:0.0000} to the loss.");
}

static void Groups()
{
    float[] weights = [0.5f, -0.25f, 0, 1, 0.001f, 0, 0, -0.001f], gradients = [0.1f, 0, -0.2f, 0.1f, 0.001f, 0.001f, 0, 0];
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    var rows = WeightGroups.Rows(4);                                  // the 4 weights of an input are one group
    adam.Step(weights, gradients, new GroupLasso(0.01).Over(rows).Proximal(), state);               // whole inputs become zero
    adam.Step(weights, gradients, new L2(0.01).Within(new MaxNorm(1).Over(rows)).Decoupled(), state);

    Console.WriteLine($"README: {WeightSums.Measure(weights).NonZeroCount} weights of groups are not zero.");
}

// A linear model in two layers, y = u·(W·x), whose first input alone matters.
static void Model()
{
    var random = new Random(1);
    var loss = 0.0;

    float[] hidden = RandomWeights(12), hiddenGradients = new float[12];
    float[] output = RandomWeights(3), outputGradients = new float[3];

    var sparse = new OptimizerSettings { Rule = "adam", LearningRate = 0.01, Penalty = "l1", Strength = 0.001, Mode = "proximal" };
    var decay = new OptimizerSettings { Rule = "adamw", LearningRate = 0.01, Penalty = "l2", Strength = 0.01 };

    var model = new ParameterSet<float>();                            // arrays, or Memory<float>
    model.Add(hidden, hiddenGradients, Optimizer<float>.Create(sparse, hidden.Length));
    model.Add(output, outputGradients, Optimizer<float>.Create(decay, output.Length));

    for (var step = 0; step < 1000; step++)
    {
        ComputeGradients();                                           // yours: of the data loss alone, into the arrays above
        model.Step();
    }

    var states = new byte[model.ByteCount];
    model.WriteTo(states);                                            // moments and step counts
    File.WriteAllBytes("states.bin", states);
    File.WriteAllBytes("hidden.bin", MemoryMarshal.AsBytes(hidden.AsSpan()));
    File.WriteAllBytes("output.bin", MemoryMarshal.AsBytes(output.AsSpan()));

    // To resume: create the arrays and the model as above, then
    File.ReadAllBytes("hidden.bin").CopyTo(MemoryMarshal.AsBytes(hidden.AsSpan()));
    File.ReadAllBytes("output.bin").CopyTo(MemoryMarshal.AsBytes(output.AsSpan()));
    model.ReadFrom(File.ReadAllBytes("states.bin"));

    var zeroCount = hidden.Count(weight => weight == 0);
    Console.WriteLine($"README: the loss is {loss:0.00000}; {zeroCount} of {hidden.Length} weights of the first layer are zero. {model}.");

    float[] RandomWeights(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    void ComputeGradients()
    {
        Array.Clear(hiddenGradients);
        Array.Clear(outputGradients);
        loss = 0;
        for (var row = 0; row < 32; row++)
        {
            float[] x = [.. Enumerable.Range(0, 4).Select(_ => random.NextSingle() - 0.5f)];
            float[] h = [.. Enumerable.Range(0, 3).Select(unit => x.Select((value, i) => value * hidden[(unit * 4) + i]).Sum())];
            var error = output.Select((value, unit) => value * h[unit]).Sum() - x[0];
            loss += error * error / 64;
            for (var unit = 0; unit < 3; unit++)
            {
                outputGradients[unit] += error * h[unit] / 32;
                for (var i = 0; i < 4; i++)
                {
                    hiddenGradients[(unit * 4) + i] += error * output[unit] * x[i] / 32;
                }
            }
        }
    }
}
