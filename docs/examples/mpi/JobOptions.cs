using System.Globalization;

namespace MpiExample;

/// <summary>What a job trains: the same on every rank, because all ranks have the same command line.</summary>
internal sealed record JobOptions
{
    public const string Usage =
        """
        Options:
          --small               a sparse problem of 50,000 weights in place of 10 million, and fewer steps
          --problem NAME        digits or sparse; otherwise both
          --rule NAME           ftrl or adamw; otherwise both
          --steps N             the number of steps of each training
          --every N             how often progress is printed and a checkpoint saved, in steps
          --checkpoint FOLDER   saves checkpoints there, and resumes from the last one
        """;

    public bool IsSmall { get; private init; }

    public string? Problem { get; private init; }

    public string? Rule { get; private init; }

    public int? StepCount { get; private init; }

    public int? Every { get; private init; }

    public string? Checkpoint { get; private init; }

    /// <summary>Reads a command line.</summary>
    /// <returns>The options, or null where <paramref name="error"/> says what is wrong.</returns>
    public static JobOptions? Parse(IReadOnlyList<string> arguments, out string? error)
    {
        var options = new JobOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : "");
            if (options.With(name, value) is not { } next)
            {
                error = $"{name} {value} is no option.";
                return null;
            }

            options = next;
            i += name == "--small" ? 0 : 1;
        }

        error = null;
        return options;
    }

    private JobOptions? With(string name, string value) => (name, value) switch
    {
        ("--small", _) => this with { IsSmall = true },
        ("--problem", "digits" or "sparse") => this with { Problem = value },
        ("--rule", "ftrl" or "adamw") => this with { Rule = value },
        ("--steps", _) when Count(value) is { } count => this with { StepCount = count },
        ("--every", _) when Count(value) is { } count => this with { Every = count },
        ("--checkpoint", { Length: > 0 }) => this with { Checkpoint = value },
        _ => null,
    };

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
