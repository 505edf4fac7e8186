using System.Diagnostics;
using SimdReg.Mutation;

// Changes the library in one place after the other and runs tests, to find what no test looks at:
//   dotnet run -c Release --project tests/SimdReg.Mutation [-- Penalties Rules]
const int Patience = 120_000;
const string Run = "--run";

if (args is [Run, var tests, .. var numbers])
{
    TestRun.Run(tests, numbers.Select(number => int.Parse(number, provider: null)));
    return 0;
}

string[] folders = args.Length > 0 ? args : ["Penalties", "Rules", "Steps", "Support"];
var root = FindRoot();
var copy = Directory.CreateTempSubdirectory("mutants").FullName;
foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tests/SimdReg.Tests/bin/Release/net10.0"), "*", SearchOption.AllDirectories))
{
    var target = Path.Combine(copy, Path.GetRelativePath(Path.Combine(root, "tests/SimdReg.Tests/bin/Release/net10.0"), file));
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    File.Copy(file, target);
}

var mutants = MutatedBuild.Make(Path.Combine(root, "src/SimdReg"), folders, Path.Combine(copy, "SimdReg.dll"));
Console.WriteLine($"{mutants.Count} mutants in {string.Join(", ", folders)}");

// The first number is that of no mutant: all tests pass, or their failures say nothing.
var queue = new Queue<int>(mutants.Select(mutant => mutant.Id).Prepend(0));
var killed = 0;
while (queue.Count > 0)
{
    using var child = Start([.. queue]);
    while (queue.TryPeek(out var id))
    {
        var line = Next(child);
        if (id == 0 && line is not "0\tnone")
        {
            throw new InvalidOperationException($"Without a mutant, a test fails: {line}");
        }

        queue.Dequeue();
        if (line is null)
        {
            // It crashed or hangs, and the tests go on with the next mutant in another process.
            killed++;
            child.Kill();
            break;
        }

        if (line == $"{id}\tnone")
        {
            Survive(id);
        }
        else
        {
            killed++;
        }
    }
}

Console.WriteLine($"{killed} of {mutants.Count} mutants killed: {100.0 * killed / mutants.Count:F1} %.");
Directory.Delete(copy, recursive: true);
return 0;

void Survive(int id)
{
    if (id != 0)
    {
        Console.WriteLine(mutants.First(mutant => mutant.Id == id));
    }
}

static string? Next(Process child)
{
    while (true)
    {
        var line = child.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience) || line.Result is null)
        {
            return null;
        }

        if (line.Result.StartsWith(TestRun.Prefix, StringComparison.Ordinal))
        {
            return line.Result[TestRun.Prefix.Length..];
        }
    }
}

Process Start(int[] ids)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!, [Run, Path.Combine(copy, "SimdReg.Tests.dll"), .. ids.Select(id => $"{id}")])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    // What a crash prints is of no interest.
    var child = Process.Start(start)!;
    child.BeginErrorReadLine();
    return child;
}

static string FindRoot()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "SimdReg.sln")))
    {
        folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No SimdReg.sln is above this program.");
    }

    return folder;
}
