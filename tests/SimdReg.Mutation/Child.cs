using System.Diagnostics;

namespace SimdReg.Mutation;

/// <summary>A process that runs the tests for some mutants, seen from outside.</summary>
internal sealed class Child : IDisposable
{
    /// <summary>The first argument of such a process.</summary>
    public const string Run = "--run";

    /// <summary>No test failed.</summary>
    public const string None = "none";

    /// <summary>How long one class of tests may take. On an idle machine the longest takes nine seconds.</summary>
    private const int Patience = 60_000;

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private string _lastLine = "nothing";

    /// <summary>Starts the process and waits until it has found the tests.</summary>
    /// <exception cref="InvalidOperationException">It found none, or did not start: that says nothing about a mutant.</exception>
    public Child(string tests, IEnumerable<Mutant> mutants)
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Run, tests, .. mutants.Select(mutant => $"{mutant.Id}:{mutant.File}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        if (Next() != TestRun.Ready)
        {
            throw new InvalidOperationException($"The tests do not start. {End}");
        }
    }

    /// <summary>What the process said last, for a message about its end.</summary>
    public string End
    {
        get
        {
            Stop();
            lock (_errors)
            {
                return $"Its last line was: {_lastLine}\n{string.Join('\n', _errors)}";
            }
        }
    }

    /// <summary>The first test that fails under the next mutant, <see cref="None"/>, or null if the process crashed or hangs.</summary>
    public string? FirstFailure(int id)
    {
        var line = Next()?.Split('\t', 2);
        return line is null ? null
            : line[0] == $"{id}" ? line[1]
            : throw new InvalidOperationException($"The result of {id} is due, and that of {line[0]} came.");
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private void Stop()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    private void Keep(string? line)
    {
        lock (_errors)
        {
            // A crash ends with a stack trace, whose first lines matter.
            if (line is not null && _errors.Count < 20)
            {
                _errors.Add(line);
            }
        }
    }

    /// <summary>The next result. The lines between, each the name of a class of tests, show that it goes on.</summary>
    private string? Next()
    {
        while (true)
        {
            var line = _process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience) || line.Result is null)
            {
                return null;
            }

            _lastLine = line.Result;
            if (_lastLine.StartsWith(TestRun.Prefix, StringComparison.Ordinal))
            {
                return _lastLine[TestRun.Prefix.Length..];
            }
        }
    }
}
