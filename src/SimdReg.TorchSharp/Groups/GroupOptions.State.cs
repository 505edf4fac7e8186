using System.Globalization;
using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <content>The stored form: "SRTG", a version, both learning rates, the weight decay, the number of numbers, and a name and a number each.</content>
public sealed partial class GroupOptions
{
    private const int Magic = 0x47545253;
    private const int Version1 = 1;

    /// <summary>The group in its optimizer; null before it is added.</summary>
    internal GroupEntry? Entry { get; set; }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Magic);
        writer.Write(Version1);
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate ?? 0);
        writer.Write(WeightDecay ?? 0);
        writer.Write(_numbers.Count);
        foreach (var (name, number) in _numbers)
        {
            writer.Write(name);
            writer.Write(number);
        }
    }

    /// <summary>Reads the options. They take effect with the last state that is read after them.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such options, or the rule refuses one of them. Nothing has changed.</exception>
    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var entry = Entry ?? throw new InvalidOperationException("These options belong to no optimizer yet.");
        if (reader.ReadInt32() != Magic || reader.ReadInt32() != Version1)
        {
            throw new InvalidDataException($"This is no state of an optimizer of SimdReg: {entry.Name} cannot be read. TorchSharp's own optimizers store their states in another form.");
        }

        var stored = new GroupOptions { InitialLearningRate = reader.ReadDouble(), LearningRate = reader.ReadDouble(), WeightDecay = reader.ReadDouble() };
        var count = reader.ReadInt32();
        for (var i = 0; i < count && i <= _numbers.Count; i++)
        {
            stored[reader.ReadString()] = reader.ReadDouble();
        }

        Stage(entry, stored);
    }

    /// <summary>Copies the options of another optimizer's group.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> are not such options, or the rule refuses one of them. Nothing has changed.</exception>
    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source) =>
        Stage(
            Entry ?? throw new InvalidOperationException("These options belong to no optimizer yet."),
            source as GroupOptions ?? throw new ArgumentException($"{source?.GetType()} are not options of an optimizer of SimdReg.", nameof(source)));

    private void Stage(GroupEntry entry, GroupOptions stored)
    {
        if (!stored._numbers.Keys.SequenceEqual(_numbers.Keys))
        {
            throw new InvalidDataException($"{entry.Name} has the numbers {NumberNames}, and the stored one {stored.NumberNames}.");
        }

        try
        {
            entry.Require(stored);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The stored options of {entry.Name} are refused. {error.Message}"), error);
        }

        entry.Load.Stage(entry.Index, () =>
        {
            (InitialLearningRate, LearningRate, WeightDecay) = (stored.InitialLearningRate, stored.LearningRate, stored.WeightDecay);
            foreach (var (name, number) in stored._numbers)
            {
                this[name] = number;
            }
        });
    }
}
