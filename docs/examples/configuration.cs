#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/configuration.md: a test compares the two.

using System.Runtime.CompilerServices;
using System.Text.Json;
using SimdReg;
using SimdReg.Lanes;

const string Json = """
    {
      "hidden": { "rule": "adam", "learningRate": 0.001, "penalty": "l1", "strength": 0.0001, "mode": "proximal" },
      "output": { "rule": "adamw", "learningRate": 0.001, "penalty": "l2", "strength": 0.01, "ruleParameters": { "beta2": 0.95 } }
    }
    """;
var path = Path.Combine(Directory.CreateTempSubdirectory("simdreg-configuration-").FullName, "training.json");
File.WriteAllText(path, Json);
float[] hidden = new float[30], hiddenGradients = new float[30], output = new float[10], outputGradients = new float[10];

{
    var json = File.ReadAllText(path);
    var layers = JsonSerializer.Deserialize<Dictionary<string, OptimizerSettings>>(json, JsonSerializerOptions.Web)!;

    var model = new ParameterSet<float>();
    model.Add(hidden, hiddenGradients, Optimizer<float>.Create(layers["hidden"], hidden.Length));
    model.Add(output, outputGradients, Optimizer<float>.Create(layers["output"], output.Length));
    model.Step();

    Console.WriteLine(model.Arrays[0].Optimizer);
    Console.WriteLine(model.Arrays[1].Optimizer);
}

{
    var settings = new OptimizerSettings
    {
        Rule = "rms-prop-momentum",
        LearningRate = 0.001,
        RuleParameters = new Dictionary<string, double> { ["coefficient"] = 0.9 },
        Penalty = "elastic-net",
        L1Strength = 0.0001,
        L2Strength = 0.01,
    };
    var optimizer = Optimizer<float>.Create(settings, hidden.Length);
    optimizer.LearningRate = 0.0005;                              // a schedule needs no type
    optimizer.Step(hidden, hiddenGradients);

    Console.WriteLine(optimizer);
}

{
    try
    {
        Optimizer<float>.Create(new OptimizerSettings { Rule = "adm", LearningRate = 0.001 }, weightCount: 30);
    }
    catch (ArgumentException error)
    {
        Console.WriteLine(error.Message);
    }
}

{
    var settings = new OptimizerSettings { Rule = "adam", LearningRate = 0.001, Penalty = "above-one" };
    Optimizer<float> optimizer = Create(settings, hidden.Length);
    hidden[0] = -1;
    optimizer.Step(hidden, hiddenGradients);

    Console.WriteLine($"{optimizer}: {hidden[0]}");
}

// Penalties of your own come first, all other names go to SimdReg.
static Optimizer<float> Create(OptimizerSettings settings, int weightCount) => settings.Penalty switch
{
    "above-one" => Optimizer<float>.Create(new Adam(settings.LearningRate), default(AboveOne).Proximal(), weightCount),
    _ => Optimizer<float>.Create(settings, weightCount),
};

/// <summary>The constraint w ≥ 1, whose proximal step is max(v, 1).</summary>
public readonly record struct AboveOne : IPenalty
{
    static bool IPenalty.HasGradient => false;

    public bool IsZero => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> => L.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> => gradients;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => L.Max(points, L.Splat(1));
}
