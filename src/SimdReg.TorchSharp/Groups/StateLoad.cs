namespace SimdReg.Torch;

/// <summary>The loading of a state in parts: groups first, then parameters. They take effect together with the last of them, or not at all.</summary>
/// <remarks>TorchSharp loads each part by a call of its own. A part that is refused would otherwise leave half of another model.</remarks>
internal sealed class StateLoad
{
    private readonly List<Action> _commits = [];

    public int GroupCount { get; set; }

    public int ParameterCount { get; set; }

    /// <summary>Reads a part.</summary>
    /// <exception cref="InvalidDataException">The bytes end early, or are not of the stored form.</exception>
    public static TPart Read<TPart>(BinaryReader reader, string name, Func<BinaryReader, TPart> read)
    {
        try
        {
            return read(reader);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"The stored state of {name} ends early or is damaged. {error.Message}", error);
        }
    }

    /// <summary>Adds a checked part. The first one starts anew.</summary>
    public void Stage(int index, Action commit)
    {
        if (index == 0)
        {
            _commits.Clear();
        }

        if (index != _commits.Count)
        {
            throw new InvalidDataException($"Part {index} of a state was read in place of part {_commits.Count}: read a state as a whole, with load_state_dict.");
        }

        _commits.Add(commit);
        if (_commits.Count == GroupCount + ParameterCount)
        {
            _commits.ForEach(change => change());
            _commits.Clear();
        }
    }
}
