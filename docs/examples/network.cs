#:project ../../src/SimdReg
#:project networks
#:package Spectre.Console
#:property InvariantGlobalization=true
#:property PublishAot=false

// A small network learns to read handwritten digits from 300 examples. Its seven thousand weights can memorise so few. Four runs start alike
// and differ in the penalties on the two layers; biases have none. 1,497 digits that no run has seen test them. The network itself, which
// computes the gradients, is in the folder networks.

using System.Text;
using Networks;
using SimdReg;
using Spectre.Console;
using Tutorial;

const int TrainingCount = 300;
const int BatchSize = 30;
const int EpochCount = 200;
Console.OutputEncoding = Encoding.UTF8;
AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;

// 1. The data: 8×8 pixels from 0 to 1 and the digit that they show, in a shuffled order. Everything random here has a seed.

var (training, validation) = (Digits.All[..TrainingCount], Digits.All[TrainingCount..]);

AnsiConsole.Write(new Rule("[bold]Penalties in a network[/]").LeftJustified().RuleStyle("grey"));
AnsiConsole.WriteLine($"{Digits.All.Length:N0} digits. {TrainingCount} train the network, the others test it.");

// 2. The runs, each with a penalty for either layer. Each strength is the best of four to seven by the loss on the validation digits; of two
//    that are equal, the larger. In real work, a third set of digits would have to judge. Progress goes to the error stream, so that the
//    output is the result alone.

var adam = new Adam(learningRate: 0.002);
var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
console.Profile.Capabilities.Ansi &= !Console.IsErrorRedirected;
var runs = console.Progress().HideCompleted(true).AutoClear(true).Start<Run[]>(progress =>
[
    Train("none", default(None).Coupled(), default(None).Coupled(), progress),
    Train("L2 coupled", new L2(0.0003).Coupled(), new L2(0.0003).Coupled(), progress),
    Train("AdamW", new L2(0.3).Decoupled(), new L2(0.3).Decoupled(), progress),
    Train("L1 proximal", new L1(0.0001).Proximal(), default(None).Coupled(), progress),
]);

// 3. The results. The loss is the mean of −ln p, where p is the probability given to the right digit.

string[] headings = ["right,\ntrained", "right,\nothers", "loss,\ntrained", "loss,\nothers", "charge", "zeros,\nfirst", "zeros,\nsecond"];
var table = new Table().SimpleBorder().BorderColor(Color.Grey)
    .AddColumn(new TableColumn("penalty").NoWrap())
    .AddColumns([.. headings.Select(heading => new TableColumn(heading).RightAligned().NoWrap())]);
foreach (var run in runs)
{
    table.AddRow(
        run.Name, $"{run.Training.Accuracy:P1}", $"[bold]{run.Validation.Accuracy:P1}[/]",
        $"{run.Training.Loss:0.000}", $"[bold]{run.Validation.Loss:0.000}[/]",
        $"{run.Charge:0.000}", $"{run.ZerosInFirst:P1}", $"{run.ZerosInSecond:P1}");
}

AnsiConsole.Write(table);
AnsiConsole.WriteLine(
    "All learn the 300 by heart. A penalty takes about a tenth off the loss of the\n"
    + "others; what it adds to the right ones is within chance. L1 does without most of\n"
    + "the first layer, and loses nothing by it. AdamW's strength is no part of a loss:\n"
    + "its decay is not divided by √v, and its charge not comparable.");

Run Train<TFirst, TFirstMode, TSecond, TSecondMode>(
    string name, PenaltyTerm<TFirst, TFirstMode> first, PenaltyTerm<TSecond, TSecondMode> second, ProgressContext progress)
    where TFirst : struct, IPenalty
    where TFirstMode : struct, IPenaltyMode
    where TSecond : struct, IPenalty
    where TSecondMode : struct, IPenaltyMode
{
    var task = progress.AddTask(name, maxValue: EpochCount);
    var random = new Random(2);
    var network = new Network(random);
    var (firstLayer, secondLayer) = (network.First, network.Second);
    var model = new ParameterSet<float>();
    model.Add(firstLayer.Weights, firstLayer.WeightGradients, adam, first);
    model.Add(firstLayer.Biases, firstLayer.BiasGradients, adam);
    model.Add(secondLayer.Weights, secondLayer.WeightGradients, adam, second);
    model.Add(secondLayer.Biases, secondLayer.BiasGradients, adam);

    Digit[] order = [.. training];
    for (var epoch = 0; epoch < EpochCount; epoch++)
    {
        random.Shuffle(order);
        foreach (var batch in order.Chunk(BatchSize))
        {
            network.ComputeGradients(batch);
            model.Step();
        }

        task.Increment(1);
    }

    return new Run(
        name, network.Test(training), network.Test(validation), model.PenaltySum(),
        ShareOfZeros(firstLayer.Weights), ShareOfZeros(secondLayer.Weights));
}

static double ShareOfZeros(float[] weights) => 1 - ((double)WeightSums.Measure(weights).NonZeroCount / weights.Length);

internal sealed record Run(
    string Name, Score Training, Score Validation, double Charge, double ZerosInFirst, double ZerosInSecond);
