#:project ../../src/SimdReg
#:package Spectre.Console
#:package System.Numerics.Tensors
#:property InvariantGlobalization=true
#:property PublishAot=false

// A small network learns to read handwritten digits from 300 examples. Its seven thousand weights can memorise so few. Four runs start alike
// and differ in the penalties on the two layers; biases have none. 1,497 digits that no run has seen test them.

using System.Numerics.Tensors;
using System.Text;
using SimdReg;
using Spectre.Console;

const int TrainingCount = 300;
const int BatchSize = 30;
const int EpochCount = 200;
Console.OutputEncoding = Encoding.UTF8;
AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;

// 1. The data: 8×8 pixels from 0 to 16 per row, then the digit. Everything random here has a seed.

var directory = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var digits = File.ReadLines(Path.Combine(directory, "../data/digits.csv"))
    .Skip(1)
    .Select(line => line.Split(',').Select(int.Parse).ToArray())
    .Select(row => new Digit([.. row[..64].Select(pixel => pixel / 16f)], row[64]))
    .ToArray();
new Random(1).Shuffle(digits);
var (training, validation) = (digits[..TrainingCount], digits[TrainingCount..]);

AnsiConsole.Write(new Rule("[bold]Penalties in a network[/]").LeftJustified().RuleStyle("grey"));
AnsiConsole.WriteLine($"{digits.Length:N0} digits. {TrainingCount} train the network, the others test it.");

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
    var network = new Network(random, adam);
    Digit[] order = [.. training];
    for (var epoch = 0; epoch < EpochCount; epoch++)
    {
        random.Shuffle(order);
        foreach (var batch in order.Chunk(BatchSize))
        {
            network.AddGradientsOf(batch);
            network.First.Step(first);
            network.Second.Step(second);
        }

        task.Increment(1);
    }

    return new Run(
        name, network.Test(training), network.Test(validation),
        Charge(first.Penalty, network.First.Sums) + Charge(second.Penalty, network.Second.Sums),
        network.First.ShareOfZeros, network.Second.ShareOfZeros);

    static double Charge<TPenalty>(TPenalty penalty, WeightSums<float> sums) => penalty switch
    {
        L1 l1 => l1.Strength * sums.SumOfMagnitudes,
        L2 l2 => l2.Strength / 2 * sums.SumOfSquares,
        _ => 0,
    };
}

internal sealed record Digit(float[] Pixels, int Label);

internal sealed record Score(double Accuracy, double Loss);

internal sealed record Run(
    string Name, Score Training, Score Validation, double Charge, double ZerosInFirst, double ZerosInSecond);

/// <summary>64 pixels, 100 hidden units with ReLU, and a softmax over 10 digits.</summary>
internal sealed class Network(Random random, Adam rule)
{
    private readonly float[] _hidden = new float[100];
    private readonly float[] _hiddenGradients = new float[100];
    private readonly float[] _scores = new float[10];

    public Layer First { get; } = new(inputCount: 64, unitCount: 100, random, rule);

    public Layer Second { get; } = new(inputCount: 100, unitCount: 10, random, rule);

    /// <summary>Adds the gradients of the mean loss over some digits.</summary>
    public void AddGradientsOf(Digit[] batch)
    {
        foreach (var digit in batch)
        {
            // With softmax and this loss, the gradient at a score is p, minus 1 at the right digit.
            Predict(digit);
            _scores[digit.Label] -= 1;
            TensorPrimitives.Divide(_scores, batch.Length, _scores);
            Second.AddGradients(_hidden, _scores);

            // ReLU passes a gradient where it passed its unit.
            Second.GradientsOfInputs(_scores, _hiddenGradients);
            for (var i = 0; i < _hidden.Length; i++)
            {
                _hiddenGradients[i] = _hidden[i] > 0 ? _hiddenGradients[i] : 0;
            }

            First.AddGradients(digit.Pixels, _hiddenGradients);
        }
    }

    public Score Test(Digit[] digits)
    {
        var (rightCount, loss) = (0, 0.0);
        foreach (var digit in digits)
        {
            Predict(digit);
            rightCount += TensorPrimitives.IndexOfMax<float>(_scores) == digit.Label ? 1 : 0;
            loss -= Math.Log(_scores[digit.Label]);
        }

        return new Score((double)rightCount / digits.Length, loss / digits.Length);
    }

    /// <summary>Leaves the hidden units in _hidden, and the probability of each digit in _scores.</summary>
    private void Predict(Digit digit)
    {
        First.Apply(digit.Pixels, _hidden);
        TensorPrimitives.Max(_hidden, 0, _hidden);
        Second.Apply(_hidden, _scores);

        var largest = TensorPrimitives.Max<float>(_scores);
        var powers = Array.ConvertAll(_scores, score => Math.Exp(score - largest));
        var sum = powers.Sum();
        for (var i = 0; i < powers.Length; i++)
        {
            _scores[i] = (float)(powers[i] / sum);
        }
    }
}

/// <summary>y = b + Wᵀx, with the weights of an input adjacent. The result does not depend on the vector width.</summary>
internal sealed class Layer(int inputCount, int unitCount, Random random, Adam rule)
{
    // He and others (2015): a variance of 2/n keeps the size of signals through ReLU.
    private readonly float[] _weights =
        [.. Enumerable.Range(0, inputCount * unitCount).Select(_ => MathF.Sqrt(6f / inputCount) * ((2 * random.NextSingle()) - 1))];

    private readonly float[] _weightGradients = new float[inputCount * unitCount];
    private readonly float[] _biases = new float[unitCount];
    private readonly float[] _biasGradients = new float[unitCount];
    private readonly UpdateState<Adam, float> _weightState = new(rule, inputCount * unitCount);
    private readonly UpdateState<Adam, float> _biasState = new(rule, unitCount);

    /// <summary>The sums of the weights, measured in the pass of the last step.</summary>
    public WeightSums<float> Sums { get; private set; }

    public double ShareOfZeros => 1 - ((double)Sums.NonZeroCount / _weights.Length);

    /// <summary>One step, with the penalty on the weights and none on the biases. Then clears the gradients.</summary>
    public void Step<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        Sums = rule.MeasuredStep(_weights, _weightGradients, term, _weightState).Weights;
        rule.Step(_biases, _biasGradients, _biasState);
        Array.Clear(_weightGradients);
        Array.Clear(_biasGradients);
    }

    /// <summary>y ← b + Wᵀx</summary>
    public void Apply(float[] inputs, float[] outputs)
    {
        _biases.CopyTo(outputs, 0);
        for (var i = 0; i < inputs.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(_weights, i), inputs[i], outputs, outputs);
        }
    }

    /// <summary>With d the gradients at the outputs: ∂W ← ∂W + x·dᵀ, and ∂b ← ∂b + d</summary>
    public void AddGradients(float[] inputs, float[] outputGradients)
    {
        TensorPrimitives.Add<float>(_biasGradients, outputGradients, _biasGradients);
        for (var i = 0; i < inputs.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(outputGradients, inputs[i], Row(_weightGradients, i), Row(_weightGradients, i));
        }
    }

    /// <summary>The gradients at the inputs: W·d</summary>
    public void GradientsOfInputs(float[] outputGradients, float[] inputGradients)
    {
        for (var i = 0; i < inputGradients.Length; i++)
        {
            var row = Row(_weights, i);
            var sum = 0f;
            for (var j = 0; j < outputGradients.Length; j++)
            {
                sum += row[j] * outputGradients[j];
            }

            inputGradients[i] = sum;
        }
    }

    private Span<float> Row(float[] numbers, int input) => numbers.AsSpan(input * unitCount, unitCount);
}
