using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SimdReg.Tests.Support;

/// <summary>A program run to its end: its output and its exit code.</summary>
internal sealed record ChildProcess(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    /// <summary>After so long it is ended, if it is not given longer: what waits for ever must fail.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs the test assembly as a program, which prints what it knows about some topics.</summary>
    /// <param name="topics">See <see cref="Widths.Program"/>.</param>
    /// <param name="variables">Environment variables to set, or to remove where the value is null.</param>
    public static ChildProcess Run(string[] topics, params IEnumerable<(string Name, string? Value)> variables) =>
        Run(topics, _patience, variables);

    /// <summary>The same, for as long as it may take.</summary>
    public static ChildProcess Run(string[] topics, TimeSpan patience, params IEnumerable<(string Name, string? Value)> variables) =>
        Dotnet([typeof(ChildProcess).Assembly.Location, .. topics], patience, variables);

    /// <summary>Runs the dotnet command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Environment variables to set, or to remove where the value is null.</param>
    public static ChildProcess Dotnet(string[] arguments, params IEnumerable<(string Name, string? Value)> variables) =>
        Dotnet(arguments, _patience, variables);

    private static ChildProcess Dotnet(string[] arguments, TimeSpan patience, IEnumerable<(string Name, string? Value)> variables)
    {
        // The runtime that runs this test, because the process that does is not always called dotnet.
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            // Null removes it.
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(), null, patience, Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return new(process.ExitCode, lines, errors.Result);
    }
}
