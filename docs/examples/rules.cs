#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/rules.md: a test compares the two. Each snippet stands in a block of its own.

using SimdReg;

var random = new Random(1);
float[] weights = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() - 0.5f)], gradients = new float[1000];
float[] biases = new float[10], biasGradients = new float[10];
var adam = new Adam(learningRate: 0.001);
var state = adam.CreateState(weights);
var lossScale = 1024.0;

{
    var nesterov = new Momentum(learningRate: 0.1, coefficient: 0.9).Nesterov();
    var centered = new RmsProp(learningRate: 0.001).Centered().WithMomentum(0.9);
    var amsGrad = new Adam(learningRate: 0.001, beta2: 0.99).AmsGrad();
    Console.WriteLine($"Rules: {nesterov}, {centered}, {amsGrad}");
}

{
    for (var step = 1; step <= 1000; step++)
    {
        ComputeGradients();
        var rate = 0.001 * Math.Min(1, step / 100.0);                               // warm-up over 100 steps
        var strength = 0.0001 * Math.Clamp((step - 200) / 500.0, 0, 1);             // 0 up to step 200, full from step 700
        adam.WithLearningRate(rate).Step(weights, gradients, new L1(strength).Proximal(), state);
    }

    Console.WriteLine($"Schedules: {state.StepCount} steps, {WeightSums.Measure(weights).NonZeroCount} weights are not zero.");
}

{
    var model = new ParameterSet<float>();
    var layer = model.Add(weights, gradients, adam, new L1(0).Proximal());
    model.Add(biases, biasGradients, adam.WithLearningRate(0.002));                 // twice the rate of the layer

    for (var step = 1; step <= 1000; step++)
    {
        ComputeGradients();
        model.LearningRateScale = Math.Min(1, step / 100.0);                        // scales every rate
        layer.Term = new L1(0.0001 * Math.Clamp((step - 200) / 500.0, 0, 1)).Proximal();
        model.Step(new StepOptions { MaxDegreeOfParallelism = 2 });
    }

    Console.WriteLine($"Sets: {model}, {model.Measure().NonZeroCount} are not zero.");
}

{
    if (!adam.TryStep(weights, gradients, state, new StepOptions { GradientScale = 1 / lossScale }))
    {
        lossScale /= 2;    // a gradient was infinite or NaN: nothing was written
    }

    Console.WriteLine($"Options: the loss is scaled by {lossScale}.");
}

{
    var squares = GradientClipping.SumOfSquares(gradients);    // Σg²: not finite if a gradient is not, or if the sum overflows
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
    var penalty = strength * measure.Weights.SumOfMagnitudes;
    var zeroCount = weights.Length - measure.Weights.NonZeroCount;
    var gradientNorm = Math.Sqrt(measure.SumOfGradientSquares);

    Console.WriteLine($"Measure: penalty {penalty:0.0e0}, {zeroCount} zeros, norm {gradientNorm:0.0e0}, change {measure.MaxChange:0.0e0}.");
}

{
    float[] pretrained = [0.5f, -0.25f, 0], pretrainedGradients = [0, 0, 0];

    var ftrl = new Ftrl(learningRate: 0.1, l1: 0.01);
    var ftrlState = ftrl.CreateState(pretrained);
    ftrlState.WarmStart(ftrl, pretrained);                      // otherwise the first step forgets the weights
    ftrl.Step(pretrained, pretrainedGradients, ftrlState);

    Require(Math.Abs(pretrained[0] - 0.5) < 1e-6 && Math.Abs(pretrained[1] + 0.25) < 1e-6, "FTRL keeps weights that it was started from.");
    ftrl.WithLearningRate(0.05).Step(pretrained, pretrainedGradients, ftrlState);
    Require(Math.Abs(pretrained[0] - 0.25) < 1e-6, "Half the rate halves the weights.");

    float[] zeros = [0, 0];
    ftrl.Step(zeros, [1, -1], ftrl.CreateState(zeros), new StepOptions { KeepZeros = true });
    Require(zeros is [0, 0], "With KeepZeros, FTRL never leaves zero.");

    float[] forgotten = [1, 2];
    ftrl.Step(forgotten, [0, 0], ftrl.CreateState(forgotten));
    Require(forgotten is [0, 0], "Without a warm start, FTRL forgets.");
}

{
    var velocity = new float[weights.Length];
    long stepCount = 0;

    var spans = new StateSpans<float>(ref stepCount, velocity);
    new Momentum(learningRate: 0.01).Step(weights, gradients, spans);               // raises stepCount

    Require(stepCount == 1, "A step with spans is counted.");
}

// A bowl with its bottom at zero: the gradient is the weight.
void ComputeGradients() => weights.CopyTo(gradients, 0);

static void Require(bool condition, string claim)
{
    if (!condition)
    {
        throw new InvalidOperationException($"No longer true: {claim}");
    }
}
