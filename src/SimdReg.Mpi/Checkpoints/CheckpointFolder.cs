using System.Globalization;

namespace SimdReg.Mpi;

/// <summary>A folder of checkpoints, one folder each. A checkpoint gets its name when it is complete, by one rename.</summary>
internal sealed class CheckpointFolder(string path)
{
    private const string Prefix = "step-";
    private const string Partial = ".partial";
    private const string Replaced = ".replaced";

    /// <summary>Where the checkpoint of a step is written.</summary>
    public string PartialPath(long stepCount) => CompletePath(stepCount) + Partial;

    public string CompletePath(long stepCount) => Path.Combine(path, Prefix + stepCount.ToString("D12", CultureInfo.InvariantCulture));

    /// <summary>Makes an empty folder to write to.</summary>
    public void Begin(long stepCount)
    {
        Delete(PartialPath(stepCount));
        Directory.CreateDirectory(PartialPath(stepCount));
    }

    /// <summary>Gives a checkpoint its name, in the place of an older one of the same step, and deletes all but the newest.</summary>
    public void Complete(long stepCount, int keep)
    {
        var complete = CompletePath(stepCount);
        if (Directory.Exists(complete))
        {
            Delete(complete + Replaced);
            Directory.Move(complete, complete + Replaced);
        }

        Directory.Move(PartialPath(stepCount), complete);
        var kept = Candidates().Take(keep).ToHashSet();
        foreach (var other in Directory.EnumerateDirectories(path, Prefix + "*").Where(other => !kept.Contains(other)).ToArray())
        {
            Delete(other);
        }
    }

    /// <summary>The checkpoints, the newest first.</summary>
    public List<string> Candidates()
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        // A process that was killed between two renames has left the older one of the same step.
        foreach (var replaced in Directory.EnumerateDirectories(path, Prefix + "*" + Replaced).Where(replaced => !Directory.Exists(replaced[..^Replaced.Length])).ToArray())
        {
            Directory.Move(replaced, replaced[..^Replaced.Length]);
        }

        return [.. Directory.EnumerateDirectories(path, Prefix + "*")
            .Where(folder => long.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderDescending(StringComparer.Ordinal)];
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
