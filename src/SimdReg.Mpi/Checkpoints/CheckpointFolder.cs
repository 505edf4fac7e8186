using System.Globalization;

namespace SimdReg.Mpi;

/// <summary>A folder of checkpoints, one folder each. A checkpoint gets its name when it is complete, by one rename.</summary>
/// <remarks>Only folders with exactly these names are checkpoints or leftovers of one. Whatever else is in the folder stays.</remarks>
internal sealed class CheckpointFolder(string path)
{
    private const string Prefix = "step-";
    private const string Partial = ".partial";
    private const string Replaced = ".replaced";

    /// <summary>Where the checkpoint of a step is written.</summary>
    public string PartialPath(long stepCount) => PathOf(new(stepCount, Partial));

    /// <summary>Makes an empty folder to write to, and deletes what a job that was killed has left, but for a replaced checkpoint without its replacement: that is still the one of its step.</summary>
    /// <param name="stepCount">The number of steps.</param>
    /// <param name="refused">The names of checkpoints that are known to be damaged.</param>
    /// <exception cref="InvalidOperationException">There is a checkpoint of a later step that is not refused.</exception>
    public void Begin(long stepCount, IReadOnlySet<string> refused)
    {
        if (Checkpoints().FirstOrDefault(name => StepCountOf(name) > stepCount && !refused.Contains(name)) is { } later)
        {
            throw new InvalidOperationException(
                $"{path} has the checkpoint {later} of another run, which is further than the {stepCount} steps of this set: it would be loaded in the place of this one. Load it, or use another folder.");
        }

        // First, so that the rest of the disk is not full of them.
        foreach (var entry in Entries().Where(entry => !IsNewest(entry)).ToArray())
        {
            Directory.Delete(PathOf(entry), recursive: true);
        }

        Directory.CreateDirectory(PartialPath(stepCount));
    }

    /// <summary>Gives a checkpoint its name, in the place of an older one of the same step, and deletes all but the newest and those refused.</summary>
    public void Complete(long stepCount, int keep, IReadOnlySet<string> refused)
    {
        var complete = PathOf(new(stepCount, ""));
        var replaced = PathOf(new(stepCount, Replaced));
        if (Directory.Exists(complete))
        {
            Directory.Move(complete, replaced);
        }

        Directory.Move(PartialPath(stepCount), complete);
        if (Directory.Exists(replaced))
        {
            Directory.Delete(replaced, recursive: true);
        }

        var kept = Checkpoints().Where(name => StepCountOf(name) == stepCount || !refused.Contains(name)).Take(keep).ToHashSet();
        foreach (var name in Checkpoints().Where(name => !kept.Contains(name)))
        {
            Directory.Delete(Path.Combine(path, name), recursive: true);
        }
    }

    /// <summary>The names of the checkpoints, the newest first.</summary>
    public List<string> Checkpoints() => [.. Entries().Where(IsNewest).OrderByDescending(entry => entry.StepCount).Select(entry => entry.Name)];

    /// <summary>Whether an entry is the checkpoint of its step: a process that was killed between two renames has left the older one of the same step.</summary>
    private bool IsNewest(NamedFolder entry) => entry.Suffix switch
    {
        "" => true,
        Replaced => !Directory.Exists(PathOf(entry with { Suffix = "" })),
        _ => false,
    };

    private IEnumerable<NamedFolder> Entries() =>
        !Directory.Exists(path) ? [] : Directory.EnumerateDirectories(path, Prefix + "*").Select(folder => EntryOf(Path.GetFileName(folder))).OfType<NamedFolder>();

    private string PathOf(NamedFolder entry) => Path.Combine(path, entry.Name);

    private static long StepCountOf(string name) => EntryOf(name)!.Value.StepCount;

    private static NamedFolder? EntryOf(string name)
    {
        var suffix = Path.GetExtension(name);
        return suffix is "" or Partial or Replaced
            && long.TryParse(name.AsSpan(Prefix.Length..^suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var stepCount)
            && new NamedFolder(stepCount, suffix) is var entry
            && entry.Name == name
            ? entry
            : null;
    }

    private readonly record struct NamedFolder(long StepCount, string Suffix)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{StepCount:D12}{Suffix}");
    }
}
