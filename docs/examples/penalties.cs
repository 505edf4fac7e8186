#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/penalties.md: a test compares the two. What the page says about it is checked here.

using SimdReg;

Modes();
Settling();
TwoPenalties();
Erased();
Kept();
Diverging();
LionKeepsWeightsBelow();

static void Modes()
{
    float[] weights = [0.5f, -0.01f], gradients = [0.1f, 0];
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    adam.Step(weights, gradients, new L2(0.01), state);                 // coupled: Adam(weight_decay=0.01) of PyTorch
    adam.Step(weights, gradients, new L2(0.01).Decoupled(), state);     // decoupled: AdamW(weight_decay=0.01)
    adam.Step(weights, gradients, new L2(0.01).Cautious(), state);      // cautious: decay where it does not oppose the step
    adam.Step(weights, gradients, new L1(0.01).Proximal(), state);      // proximal: exact zeros
    Require(weights[1] == 0, "L1 makes a weight zero.");
}

static void Settling()
{
    var sgd = new Sgd(0.1);
    double[] coupled = [0, 5], decoupled = [0, 5], cautious = [0, 5], growing = [1];
    for (var step = 0; step < 2_000; step++)
    {
        sgd.Step(coupled, Gradients(coupled), new L2(0.5));
        sgd.Step(decoupled, Gradients(decoupled), new L2(0.5).Decoupled());
        sgd.Step(cautious, Gradients(cautious), new L2(0.5).Cautious());
        sgd.Step(growing, [-1], new L2(0.5).Cautious());
    }

    Require(Array.TrueForAll(coupled, w => Math.Abs(w - (1 / 1.5)) < 1e-9), "Coupled L2 ends at 1/(1 + s).");
    Require(Array.TrueForAll(decoupled, w => Math.Abs(w - (1 / 1.5)) < 1e-9), "Decoupled L2 ends at 1/(1 + s).");
    Require(Array.TrueForAll(cautious, w => w is > 0.95 - 1e-9 and < 1 + 1e-9), "Cautious L2 ends within one decay of the optimum.");
    Require(Math.Abs(growing[0] - 201) < 1e-9, "Cautious L2 does not hold back a weight that grows in every step.");

    double[] free = [1];
    sgd.Step(free, [0], new L2(0.5).Cautious());
    Require(Math.Abs(free[0] - 0.95) < 1e-15, "A weight without a gradient decays.");

    static double[] Gradients(double[] weights) => Array.ConvertAll(weights, w => w - 1);
}

static void TwoPenalties()
{
    const double LearningRate = 0.001;
    float[] weights = [1, 1], gradients = [0.1f, -0.1f], zeros = [0, 0];
    var adam = new Adam(LearningRate);
    var state = adam.CreateState(weights);

    new Sgd(LearningRate).Step(weights, zeros, new L2(0.01).Decoupled());    // w ← (1 − α·s₂)·w: the decay alone
    adam.Step(weights, gradients, new L1(0.0001).Proximal(), state);         // Adam, then the soft threshold

    Require(Math.Abs(weights[0] - (1 - 1e-5 - 1e-3)) < 1e-4, "Decay and step follow each other.");
}

static void Erased()
{
    float[] weights = [1, -5, 9], zeros = [0, 0, 0];
    var adam = new Adam(learningRate: 0.001);

    adam.Step(weights, zeros, new L1(0.0001).Proximal(), adam.CreateState(weights));    // every weight is 0 now

    Require(weights is [0, 0, 0], "Adam erases weights without gradients.");
}

static void Kept()
{
    float[] weights = [1, -5, 9], zeros = [0, 0, 0];
    var adam = new Adam(0.001, epsilon: 1e-3);
    adam.Step(weights, zeros, new L1(0.0001).Proximal(), adam.CreateState(weights));
    Require(weights[0] is > 0.999f and < 1, "A larger epsilon keeps them.");
}

static void Diverging()
{
    var (coupled, decoupled, proximal) = (new double[] { 1 }, new double[] { 1 }, new double[] { 1 });
    for (var step = 0; step < 20; step++)
    {
        new Sgd(0.5).Step(coupled, [0], new L2(5));
        new Lion(0.5).Step(decoupled, [0], new L2(5).Decoupled(), new Lion(0.5).CreateState(decoupled));
        new Sgd(0.5).Step(proximal, [0], new L2(5).Proximal());
    }

    Require(Math.Abs(coupled[0]) > 1000 && Math.Abs(decoupled[0]) > 1000, "A factor of 1 − 0.5·5 diverges.");
    Require(proximal[0] is > 0 and < 1e-9, "A proximal L2 shrinks for any strength.");
}

static void LionKeepsWeightsBelow()
{
    double[] weights = [100];
    var lion = new Lion(0.01);
    var state = lion.CreateState(weights);
    for (var step = 0; step < 10_000; step++)
    {
        lion.Step(weights, [-1], new L2(0.5).Decoupled(), state);
    }

    Require(Math.Abs(weights[0] - 2) < 1e-9, "Under Lion a weight ends at 1/s at most.");
    Console.WriteLine("Penalties: all as the page says.");
}

static void Require(bool condition, string claim)
{
    if (!condition)
    {
        throw new InvalidOperationException($"No longer true: {claim}");
    }
}
