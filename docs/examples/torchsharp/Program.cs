using System.Diagnostics;
using SimdReg;
using SimdReg.Torch;
using Spectre.Console;
using TorchSharp;
using TorchSharpExample;

// A network of TorchSharp learns to read handwritten digits: with TorchSharp's AdamW, with SimdReg's on the same tensors, and with a proximal L1 on its
// first layer, which makes most of that layer exactly zero.

if (LibTorchLoader.WhyNot is { } reason)
{
    Console.WriteLine($"{reason} This example needs it.");
    return;
}

const int EpochCount = 60;
torch.set_num_threads(1);
var digits = Digits.Read();
AnsiConsole.WriteLine($"TorchSharp with SimdReg: {Digits.TrainingCount} digits train a network, {digits.TestCount} test it.");

AnsiConsole.Profile.Width = Math.Max(100, AnsiConsole.Profile.Width);
AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
console.Profile.Capabilities.Ansi &= !Console.IsErrorRedirected;
var runs = console.Progress().AutoClear(true).Start<Run[]>(progress =>
[
    Train("TorchSharp AdamW", progress, network => torch.optim.AdamW(network.parameters(), lr: 0.002, weight_decay: 0.01)),
    Train("SimdReg AdamW", progress, network => Optim.AdamW(network.parameters(), lr: 0.002, weight_decay: 0.01)),
    Train("SimdReg L1 proximal", progress, network => Optim.Adam(
        [
            new Group(network.first.parameters(), new() { Penalty = GroupPenalty.Of(new L1(0.0001).Proximal()), Penalize = (_, weights) => weights.dim() > 1 }),
            new Group(network.second.parameters()),
        ],
        lr: 0.002)),
]);

var table = new Table().SimpleBorder().AddColumn(new TableColumn("optimizer").NoWrap())
    .AddColumns([.. ((string[])["loss,\n5", "loss,\n20", $"loss,\n{EpochCount}", "right,\nothers", "zeros", "steps,\nms", "of the\ntime"]).Select(heading => new TableColumn(heading).RightAligned().NoWrap())]);
foreach (var run in runs)
{
    table.AddRow(
        run.Name,
        $"{run.Losses[4]:0.0000}", $"{run.Losses[19]:0.0000}", $"{run.Losses[^1]:0.0000}",
        $"{run.Right:P1}", $"{run.Zeros:P1}", $"{run.OptimizerTime.TotalMilliseconds:0}", $"{run.OptimizerTime / run.Time:P0}");
}

AnsiConsole.Write(table);
var apart = runs[0].Losses.Zip(runs[1].Losses).Max(pair => Math.Abs(pair.First - pair.Second) / pair.First);
AnsiConsole.WriteLine($"The curves of both AdamW differ by {apart:0.0%} at most. Zeros are those of the first layer's weights.");

// The calls of the guide, on one batch.

Directory.SetCurrentDirectory(Directory.CreateTempSubdirectory("simdreg-torchsharp-").FullName);
using var model = new Network();
foreach (var (images, labels) in digits.Batches(0).Take(1))
{
    Loop.Run(model, images, labels);
    Loop.Penalties(model);
    using var optimizer = Optim.AdamW(model.parameters());
    Loop.Measures(optimizer, lossScale: 1);
    Loop.Resume(model, optimizer);
    Loop.Narrow(model, images, labels);
}

Run Train(string name, ProgressContext progress, Func<Network, torch.optim.Optimizer> create)
{
    var task = progress.AddTask(name, maxValue: EpochCount);
    torch.manual_seed(1);
    using var network = new Network();
    using var optimizer = create(network);
    var (losses, time, optimizerTime) = (new List<double>(), Stopwatch.StartNew(), new Stopwatch());
    for (var epoch = 0; epoch < EpochCount; epoch++)
    {
        var sum = 0.0;
        foreach (var (images, labels) in digits.Batches(epoch))
        {
            using var scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            var loss = torch.nn.functional.cross_entropy(network.forward(images), labels);
            loss.backward();
            optimizerTime.Start();
            optimizer.step();
            optimizerTime.Stop();
            sum += loss.item<float>() * labels.numel();
        }

        losses.Add(sum / Digits.TrainingCount);
        task.Increment(1);
    }

    return new(name, losses, digits.RightOf(network), network.ZerosInFirst(), optimizerTime.Elapsed, time.Elapsed);
}
