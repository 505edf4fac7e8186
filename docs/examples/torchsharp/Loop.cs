using SimdReg;
using SimdReg.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpExample;

/// <summary>The code of docs/training-loop.md: a test compares the two.</summary>
internal static class Loop
{
    public static void Run(Network model, Tensor images, Tensor labels)
    {
        using var optimizer = Optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.01);    // in place of torch.optim.AdamW
        var schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size: 10);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            optimizer.zero_grad();
            using var loss = nn.functional.cross_entropy(model.forward(images), labels);
            loss.backward();
            optimizer.step();
            schedule.step();
        }
    }

    public static void Penalties(Network model)
    {
        using var optimizer = Optim.Adam(
        [
            new Group(model.first.named_parameters(), new()
            {
                Penalty = GroupPenalty.Of(new L1(1e-4).Proximal()),           // exact zeros
                Penalize = (name, parameter) => parameter.dim() > 1,          // not for biases and normalisations
            }),
            new Group(model.second.named_parameters(), new() { LearningRate = 1e-4, WeightDecay = 0.01 }),
        ]);
        optimizer.MaxGradientNorm = 1;                                        // clips all gradients together, in the step
        optimizer.Options = new(maxDegreeOfParallelism: 2);
        optimizer.step();
    }

    public static void Measures(SimdOptimizer optimizer, double lossScale)
    {
        var taken = optimizer.TryStep(1 / lossScale);                         // false, and nothing written, if a gradient is not finite
        var measure = optimizer.MeasuredStep<float>();                        // a step, with norms and zeros of the new weights
        var penalty = optimizer.PenaltySum();                                 // to add to the loss that is printed
        Console.WriteLine($"TorchSharp: {taken}, {measure.Weights.NonZeroCount} weights are not zero, penalty {penalty:0.000}.");
    }

    public static void Narrow(Network model, Tensor images, Tensor labels)
    {
        model.to(ScalarType.BFloat16);                                        // weights and gradients of 2 bytes
        using var optimizer = Optim.AdamW(
        [
            new Group(model.first.named_parameters(), new()
            {
                Storage = new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 1 },
            }),
            new Group(model.second.named_parameters(), new()
            {
                Storage = new(NumberFormat.EightBit) { Weights = WeightRounding.MasterCopy },
            }),
        ]);
        using var loss = nn.functional.cross_entropy(model.forward(images.to(ScalarType.BFloat16)), labels);
        loss.backward();
        optimizer.step();
    }

    public static void Resume(Network model, SimdOptimizer optimizer)
    {
        optimizer.save_state_dict("optimizer.bin");
        using var resumed = Optim.AdamW(model.parameters());                  // with the same groups and options
        resumed.load_state_dict("optimizer.bin");
    }
}
