#:project ../../src/SimdReg
#:project ../../src/SimdReg.Mpi
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/checkpoints.md: a test compares the two. A run that is stopped and resumed ends with the bits of one that is not, and
// damaged files are refused.

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SimdReg;
using SimdReg.Mpi;

OptimizerSettings[] layers =
[
    new() { Rule = "adam", LearningRate = 0.01, Penalty = "l1", Strength = 0.0001, Mode = "proximal" },
    new() { Rule = "adamw", LearningRate = 0.01, Penalty = "l2", Strength = 0.01 },
];
var path = Path.Combine(Directory.CreateTempSubdirectory("simdreg-checkpoints-").FullName, "model.checkpoint");

var uninterrupted = StartWeights();
Train(Create(layers, uninterrupted), stepCount: 50);

{
    var weights = StartWeights();
    var model = Create(layers, weights);
    Train(model, stepCount: 20);
    Checkpoint.Save(path, layers, model);
}

{
    var checkpoint = Checkpoint.Load(path);
    var model = Create(checkpoint.Layers, checkpoint.Weights);
    model.ReadFrom(checkpoint.States);
    Train(model, stepCount: 50);                              // goes on at model.StepCount

    for (var layer = 0; layer < layers.Length; layer++)
    {
        if (!MemoryMarshal.AsBytes(checkpoint.Weights[layer].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(uninterrupted[layer].AsSpan())))
        {
            throw new InvalidOperationException("The resumed run differs.");
        }
    }

    Console.WriteLine($"Resumed to the same bits: {model}.");
}

var whole = File.ReadAllBytes(path);
var refused = 0;
for (var i = 0; i < whole.Length; i++)
{
    byte[] damaged = [.. whole];
    damaged[i] ^= 1;
    refused += IsRefused(damaged) + IsRefused(whole[..i]);
}

Console.WriteLine(refused == 2 * whole.Length ? "Every damaged and every cut file was refused." : throw new InvalidOperationException("A damaged file was read."));

{
    var ranks = Communicator.Alone;                           // or those of MpiSession.Run
    var folder = Path.Combine(Path.GetDirectoryName(path)!, "sharded");
    var (straight, stopped, resumed) = (StartWeights()[0], StartWeights()[0], StartWeights()[0]);
    TrainSharded(ranks, straight, Path.Combine(folder, "straight"), stepCount: 50);
    TrainSharded(ranks, stopped, Path.Combine(folder, "stopped"), stepCount: 30);
    TrainSharded(ranks, resumed, Path.Combine(folder, "stopped"), stepCount: 50);
    if (!MemoryMarshal.AsBytes(resumed.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(straight.AsSpan())))
    {
        throw new InvalidOperationException("The resumed run differs.");
    }
}

static void TrainSharded(Communicator ranks, float[] weights, string folder, long stepCount)
{
    var set = new ShardedSet<float>(ranks);
    set.Add(weights, new Adam(0.01), new L1(0.0001).Proximal());
    if (set.LoadCheckpoint(folder) is { } last && ranks.Rank == 0)    // the last complete one, of any number of ranks
    {
        Console.WriteLine($"Resumed at step {last.StepCount}. {string.Join(' ', last.Refused)}");
    }

    while (set.StepCount < stepCount)
    {
        AddGradients(ranks, set);                             // yours
        set.Step();
        if (set.StepCount % 20 == 0)
        {
            set.SaveCheckpoint(folder);                       // keeps the last two
        }
    }
}

static void AddGradients(Communicator ranks, ShardedSet<float> set)
{
    var random = new Random((int)set.StepCount);
    float[] gradients = [.. set.Arrays[0].Weights.ToArray().Select(weight => weight + random.NextSingle() - 0.5f)];
    if (ranks.Rank == 0)
    {
        set.Arrays[0].Gradients.Add(gradients);
    }
}

int IsRefused(byte[] content)
{
    File.WriteAllBytes(path, content);
    try
    {
        Checkpoint.Load(path);
        return 0;
    }
    catch (InvalidDataException)
    {
        return 1;
    }
}

static float[][] StartWeights()
{
    var random = new Random(1);
    return [[.. Enumerable.Range(0, 20).Select(_ => random.NextSingle())], [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle())]];
}

static ParameterSet<float> Create(OptimizerSettings[] layers, float[][] weights)
{
    var model = new ParameterSet<float>();
    foreach (var (settings, array) in layers.Zip(weights))
    {
        model.Add(array, new float[array.Length], Optimizer<float>.Create(settings, array.Length));
    }

    return model;
}

static void Train(ParameterSet<float> model, long stepCount)
{
    while (model.StepCount < stepCount)
    {
        var random = new Random((int)model.StepCount);        // the batch and the schedule depend on the step number alone
        model.LearningRateScale = Math.Min(1, (model.StepCount + 1) / 10.0);
        ComputeGradients(model, random);
        model.Step();
    }
}

static void ComputeGradients(ParameterSet<float> model, Random random)
{
    foreach (var array in model.Arrays)
    {
        var gradients = MemoryMarshal.AsMemory(array.Gradients).Span;
        for (var i = 0; i < gradients.Length; i++)
        {
            gradients[i] = array.Weights.Span[i] + random.NextSingle() - 0.5f;
        }
    }
}

/// <summary>A training run as one file: the settings of each layer, its weights and the states of the optimizers.</summary>
public sealed record Checkpoint(OptimizerSettings[] Layers, float[][] Weights, byte[] States)
{
    private const string Format = "my-model 1";               // a name and a version of your own

    public static void Save(string path, OptimizerSettings[] layers, ParameterSet<float> model)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Format);
        writer.Write(JsonSerializer.Serialize(layers));
        foreach (var array in model.Arrays)
        {
            writer.Write(array.Weights.Length);
            writer.Write(MemoryMarshal.AsBytes(array.Weights.Span));
        }

        var states = new byte[model.ByteCount];
        model.WriteTo(states);
        writer.Write(states.Length);
        writer.Write(states);
        writer.Write(SHA256.HashData(content.ToArray()));

        var temporary = path + ".tmp";
        using (var file = File.Create(temporary))
        {
            content.WriteTo(file);
            file.Flush(flushToDisk: true);                    // on the disk before it gets its name
        }

        File.Move(temporary, path, overwrite: true);          // replaces the old checkpoint in one operation
    }

    public static Checkpoint Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var contentLength = bytes.Length - SHA256.HashSizeInBytes;
        if (contentLength < 0 || !SHA256.HashData(bytes.AsSpan(..contentLength)).AsSpan().SequenceEqual(bytes.AsSpan(contentLength..)))
        {
            throw new InvalidDataException($"{path} is no checkpoint, or is damaged: its hash does not match.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, contentLength));
        if (reader.ReadString() is var format && format != Format)
        {
            throw new InvalidDataException($"{path} has the format \"{format}\": \"{Format}\" is required.");
        }

        var layers = JsonSerializer.Deserialize<OptimizerSettings[]>(reader.ReadString())!;
        var weights = layers.Select(_ => MemoryMarshal.Cast<byte, float>(reader.ReadBytes(sizeof(float) * reader.ReadInt32())).ToArray()).ToArray();
        var states = reader.ReadBytes(reader.ReadInt32());
        return new(layers, weights, states);
    }
}
