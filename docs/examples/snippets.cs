#:project ../../src/SimdReg
#:project ../../src/SimdReg.Tuning
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code that README.md and docs/rules.md show, so that it compiles and runs: a test compares. Each snippet stands in
// a block of its own.

using SimdReg;
using SimdReg.Tuning;

var random = new Random(1);
float[] weights = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() - 0.5f)];
float[] gradients = [.. weights];
float[] biases = new float[10];
float[] biasGradients = new float[10];
float[] velocity = new float[1000];
var lossScale = 1024.0;

Readme();
ChooseStrength();

// docs/rules.md: all but the first uses the rule and the state of the first.

var adam = new Adam(learningRate: 0.001);
var state = adam.CreateState(weights);
adam.Step(weights, gradients, new L2(0.01).Decoupled(), state);    // AdamW

var biasState = adam.CreateState(biases);
adam.Step(biases, biasGradients, biasState);                       // biases: no penalty
Console.WriteLine($"Rules: {state.StepCount} step of Adam, and {biasState.StepCount} for biases.");

{
    long stepCount = 0;
    var spans = new StateSpans<float>(ref stepCount, velocity);
    new Momentum(learningRate: 0.01).Step(weights, gradients, spans);
    Console.WriteLine($"Rules: {stepCount} step of momentum, with a state in spans.");
}

{
    for (var step = 1; step <= 1000; step++)
    {
        ComputeGradients();
        var warm = new Adam(learningRate: 0.001 * Math.Min(1, step / 100.0));              // the rate warms up
        var l1 = new L1(strength: 0.0001 * Math.Clamp((step - 200) / 500.0, 0, 1));        // L1 begins at step 200, and grows
        warm.Step(weights, gradients, l1.Proximal(), state);
    }
    Console.WriteLine($"Schedules: {WeightSums.Measure<float>(weights).NonZeroCount} weights are left.");
}

{
    if (!adam.TryStep(weights, gradients, state, new StepOptions { GradientScale = 1 / lossScale }))
    {
        lossScale /= 2;    // a gradient was infinite or NaN
    }
    Console.WriteLine($"Options: the loss is scaled by {lossScale}.");
}

{
    var squares = GradientClipping.SumOfSquares(gradients);    // Σg²: not finite where a gradient is not, or is huge
    if (float.IsFinite(squares))
    {
        var scale = GradientClipping.ScaleFor(squares, maxNorm: 1);
        adam.Step(weights, gradients, state, new StepOptions { GradientScale = scale });
    }
    Console.WriteLine($"Options: Σg² is {squares:0.00e0}.");
}

{
    var strength = 0.0001;
    var measure = adam.MeasuredStep(weights, gradients, new L1(strength).Proximal(), state);
    var charge = strength * measure.Weights.Magnitudes;                       // s·Σ|w|, of the weights after the step
    var zeroCount = weights.Length - measure.Weights.NonZeroCount;
    var (gradientNorm, largestChange) = (Math.Sqrt(measure.SumOfGradientSquares), measure.MaxChange);
    Console.WriteLine($"Options: {zeroCount} zeros, charge {charge:0.00e0}, norm {gradientNorm:0.00e0}, change {largestChange:0.00e0}.");
}

{
    var set = new ParameterSet<Adam, float>(adam);
    var layer = set.Add(weights, gradients, new L1(0.0001).Proximal());
    set.Add(biases, biasGradients);
    set.Step(adam, maxDegreeOfParallelism: 2);

    var allSquares = set.SumOfGradientSquares();                                   // of all gradients together: a step that is clipped
    if (float.IsFinite(allSquares))
    {
        set.Step(adam, new StepOptions { GradientScale = GradientClipping.ScaleFor(allSquares, maxNorm: 1) });
    }

    layer.Term = new L1(0.0002).Proximal();                                   // another strength from now on
    var nonZeroCount = set.Measure().NonZeroCount;
    Console.WriteLine($"Models: {nonZeroCount} weights are not zero, the gradients' norm is {Math.Sqrt(allSquares):0.000}.");
}

{
    var stored = new byte[state.ByteCount];
    state.WriteTo(stored);

    var resumed = adam.CreateState(weights);
    resumed.ReadFrom(stored);
    Console.WriteLine($"Saving: {resumed.StepCount} steps in {stored.Length} bytes.");
}

// A bowl with its bottom at zero: the gradient is the weight.
void ComputeGradients() => weights.CopyTo(gradients, 0);

void Readme()
{
    float[] weights = [0.5f, -0.25f, 0], gradients = [0.1f, 0, -0.2f];

    var l2 = L2.FromLambda(lambda: 0.1, exampleCount: 442);       // or new L2(strength)
    var charge = Penalty.Sum(weights, l2);                         // λ/2m · Σw²
    Penalty.AddGradient(weights, gradients, l2);                  // g ← g + λ/m · w

    var sgd = new Sgd(learningRate: 0.01);
    sgd.Step(weights, gradients, l2);                             // w ← w − α(g + λ/m · w), in one pass
    sgd.Step(weights, gradients, new L1(strength: 0.001));        // w ← w − α(g + s · sign w)
    sgd.Step(weights, gradients, new L1(0.001).Proximal());       // v = w − αg, then w ← sign(v) · max(|v| − αs, 0): exact zeros
    sgd.Step(weights, gradients, l2.Decoupled());                 // w ← (w − αs · w) − αg: decay apart from the gradient

    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);                           // what Adam remembers of each weight
    adam.Step(weights, gradients, l2.Decoupled(), state);         // AdamW, in one pass as well

    var sums = WeightSums.Measure(weights);                          // Σ|w|, Σw², non-zeros, max |w|, non-finite: one pass
    sgd.Step(weights, gradients, l2, maxDegreeOfParallelism: 4);  // on up to four threads, to the same bits
    Console.WriteLine($"README: {sums.NonZeroCount} weights are not zero, and L2 charges {charge:0.000}.");
}

void ChooseStrength()
{
    var strengths = new LogRange(0.001, 10).Grid(count: 20);      // by equal factors
    var search = Search.Run(strengths, s => ValidationLoss(s));   // your loss on rows that were not learned from
    var best = search.Best.Candidate;
    Console.WriteLine($"README: of {search.Trials.Count} strengths, {best} is best.");
}

// Ten noisy measurements of each weight teach it, and what they come from judges it: under L2 the best is their shrunken mean.
double ValidationLoss(double strength)
{
    var noise = new Random(2);
    var loss = 0.0;
    foreach (var truth in weights)
    {
        var mean = truth + (0.3 * (noise.NextDouble() - 0.5));
        var learned = mean / (1 + strength);
        loss += (learned - truth) * (learned - truth);
    }

    return loss / weights.Length;
}
