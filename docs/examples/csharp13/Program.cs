using SimdReg;

// C# 13 does not infer the element type of a span from an array: `adam.Step(weights, gradients, state)` is CS0411. Each of these works.

float[] weights = [0.5f, -0.25f, 0.001f, 0.125f];
float[] gradients = [0.1f, 0, 0, -0.2f];

// 1. Overloads for arrays.
var adam = new Adam(learningRate: 0.01);
var state = adam.CreateState(weights);
var charge = Penalty.Sum(weights, new L2(0.01));
var sums = WeightSums.Measure(weights);

// 2. The weights as a span: the other arrays convert.
adam.Step(weights.AsSpan(), gradients, new L2(0.01).Decoupled(), state);
Penalty.AddGradient<float, L2>(weights, gradients, new L2(0.01));

// 3. An optimizer, whose element type is written down.
var optimizer = Optimizer<float>.Create(new Sgd(learningRate: 0.1), new L1(0.02).Proximal(), weights.Length);
optimizer.Step(weights, gradients);

Console.WriteLine($"C# 13: {state.StepCount} step of Adam, {optimizer.StepCount} of SGD. L2 was {charge:0.0000}; {sums.NonZeroCount} weights were not 0.");
