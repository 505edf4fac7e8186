using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

/// <summary>Starts scenarios in processes of their own, under <c>mpirun</c>.</summary>
internal static class MpiRun
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a scenario to its end: 60 seconds at most, after which every process is killed.</summary>
    /// <typeparam name="TScenario">What each rank does.</typeparam>
    /// <param name="launcher">The name of an <see cref="MpiLauncher"/> that is there.</param>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="arguments">The scenario's arguments.</param>
    public static MpiResult Of<TScenario>(string launcher, int ranks, params string[] arguments)
        where TScenario : Scenario, new() =>
        Of<TScenario>(launcher, ranks, arguments, []);

    /// <summary>The same, with environment variables to set, or to remove where the value is null.</summary>
    public static MpiResult Of<TScenario>(string launcher, int ranks, string[] arguments, params IEnumerable<(string Name, string? Value)> variables)
        where TScenario : Scenario, new() =>
        Run(MpiLauncher.Named(launcher).Start(ranks, _limit, Command<TScenario>(arguments)), variables);

    /// <summary>Runs a scenario in one process, without <c>mpirun</c>.</summary>
    public static MpiResult Alone<TScenario>(string[] arguments, params IEnumerable<(string Name, string? Value)> variables)
        where TScenario : Scenario, new() =>
        Run(StartAlone<TScenario>(arguments), variables);

    /// <summary>How to start a scenario in one process, without <c>mpirun</c>.</summary>
    public static ProcessStartInfo StartAlone<TScenario>(params string[] arguments)
        where TScenario : Scenario, new()
    {
        var command = Command<TScenario>(arguments);
        return new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
    }

    // The runtime that runs this test, because the process that does is not always called dotnet.
    private static string[] Command<TScenario>(string[] arguments)
        where TScenario : Scenario =>
        [Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")), typeof(MpiRun).Assembly.Location, typeof(TScenario).Name, .. arguments];

    private static MpiResult Run(ProcessStartInfo start, IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        // mpirun itself has the same limit, in case the tests are killed. It is given a little longer to say so.
        var hasEnded = process.WaitForExit(_limit + TimeSpan.FromSeconds(5));
        if (!hasEnded)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return MpiResult.Of(hasEnded ? process.ExitCode : null, clock.Elapsed, output.Result, errors.Result);
    }
}
