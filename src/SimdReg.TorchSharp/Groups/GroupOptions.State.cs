using System.Globalization;
using System.Text;
using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <content>The stored form: "SRTG", a version, both learning rates, the weight decay, the number of numbers, and a name and a number each.</content>
public sealed partial class GroupOptions
{
    private const int Magic = 0x47545253;
    private const int Version1 = 1;
    private const int MostNumbers = 16;
    private const int LongestName = 64;

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
        Stage(entry, StateLoad.Read(reader, entry.Name, reader => Read(reader, entry.Name)));
    }

    /// <summary>Copies the options of another optimizer's group.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> are not such options.</exception>
    /// <exception cref="InvalidDataException">The rule has other numbers, or refuses one of them. Nothing has changed.</exception>
    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source) =>
        Stage(
            Entry ?? throw new InvalidOperationException("These options belong to no optimizer yet."),
            source as GroupOptions ?? throw new ArgumentException($"{source?.GetType()} are not options of an optimizer of SimdReg.", nameof(source)));

    private static GroupOptions Read(BinaryReader reader, string name)
    {
        if (reader.ReadInt32() != Magic || reader.ReadInt32() != Version1)
        {
            throw new InvalidDataException($"This is no state of an optimizer of SimdReg: {name} cannot be read. TorchSharp's own optimizers store their states in another form.");
        }

        var stored = new GroupOptions { InitialLearningRate = reader.ReadDouble(), LearningRate = reader.ReadDouble(), WeightDecay = reader.ReadDouble() };
        var count = reader.ReadInt32();
        if (count is < 0 or > MostNumbers)
        {
            throw new InvalidDataException($"The stored {name} has {count} numbers: a rule has 0 to {MostNumbers}.");
        }

        for (var i = 0; i < count; i++)
        {
            stored[ReadName(reader)] = reader.ReadDouble();
        }

        return stored;
    }

    // Not ReadString: for some damaged lengths it throws what a failing disk throws.
    private static string ReadName(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and <= LongestName and var length
            ? Encoding.UTF8.GetString(reader.ReadBytes(length))
            : throw new FormatException($"No name is longer than {LongestName} bytes.");

    private void Stage(GroupEntry entry, GroupOptions stored)
    {
        if (!(stored.InitialLearningRate is >= 0 and <= double.MaxValue))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"The stored initial learning rate of {entry.Name} is {stored.InitialLearningRate}: it must be finite and at least 0."));
        }

        if (!stored._numbers.Keys.SequenceEqual(_numbers.Keys))
        {
            throw new InvalidDataException($"{entry.Name} has the numbers {NumberNames}, and the stored one {stored.NumberNames}.");
        }

        try
        {
            entry.Bind(stored);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The stored options of {entry.Name} are refused. {error.Message}"), error);
        }

        entry.Load.Stage(entry.Index, () => TakeNumbers(stored));
    }
}
