using System.Globalization;
using System.Text.RegularExpressions;

namespace SimdReg.Mpi.Tests;

/// <summary>The lines that a rank has printed, without empty ones.</summary>
internal sealed record RankLines(int Rank, IReadOnlyList<string> Output, IReadOnlyList<string> Errors);

/// <summary>A job that has ended.</summary>
/// <param name="ExitCode">That of <c>mpirun</c>, or <see langword="null"/> if the time limit ended it.</param>
/// <param name="Time">From start to end.</param>
/// <param name="Ranks">What the ranks have printed: those that printed anything, in order.</param>
/// <param name="Text">Everything that was printed, for messages.</param>
internal sealed partial record MpiResult(int? ExitCode, TimeSpan Time, IReadOnlyList<RankLines> Ranks, string Text)
{
    /// <summary>The lines of standard error of all ranks, and of the launcher.</summary>
    public required IReadOnlyList<string> AllErrors { get; init; }

    /// <summary>Requires the exit code 0.</summary>
    public MpiResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"The job ended with {ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "its time limit"} after {Time}:\n{Text}");
        return this;
    }

    /// <summary>Requires that the job ended by itself, with another exit code than 0.</summary>
    public MpiResult Failed()
    {
        Assert.True(ExitCode is not (null or 0), $"The job ended with {ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "its time limit"} after {Time}:\n{Text}");
        return this;
    }

    public static MpiResult Of(int? exitCode, TimeSpan time, string output, string errors)
    {
        var (fromOutput, fromErrors) = (Lines(output).ToList(), Lines(errors).ToList());
        var ranks = fromOutput.Concat(fromErrors).Select(line => line.Rank).OfType<int>().Distinct().Order();
        return new(exitCode, time, [.. ranks.Select(rank => new RankLines(rank, Of(rank, fromOutput), Of(rank, fromErrors)))], $"{output}\n{errors}")
        {
            AllErrors = [.. fromErrors.Select(line => line.Text)],
        };

        static IReadOnlyList<string> Of(int rank, IEnumerable<(int? Rank, string Text)> lines) => [.. lines.Where(line => line.Rank == rank).Select(line => line.Text)];
    }

    private static IEnumerable<(int? Rank, string Text)> Lines(string text) =>
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let match = Tag().Match(line)
        let said = Within().Replace(line[match.Length..], "")
        where said.Length > 0
        select (match.Success ? int.Parse(match.Groups["rank"].Value, CultureInfo.InvariantCulture) : (int?)null, said);

    // [1,3]<stdout>:text of Open MPI 4, [job@1,3]<stdout>: text of 5, [3] text of Hydra.
    [GeneratedRegex(@"^\[(?:[^\]\s]*,)?(?<rank>\d+)\](?:<std(?:out|err)>:)? ?")]
    private static partial Regex Tag();

    // Open MPI marks what a rank writes at once: a line that it writes in parts has several marks.
    [GeneratedRegex(@"\[[^\]\s]*,\d+\]<std(?:out|err)>: ?")]
    private static partial Regex Within();
}
