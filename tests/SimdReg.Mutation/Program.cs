using SimdReg.Mutation;

// Changes the library in one place after the other and runs tests, to find what no test looks at:
//   dotnet run -c Release --project tests/SimdReg.Mutation [-- Penalties Rules]
if (args is [Child.Run, var tests, .. var numbers])
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
var (killed, stopped) = (0, 0);
while (queue.Count > 0)
{
    using var child = new Child(Path.Combine(copy, "SimdReg.Tests.dll"), [.. queue]);
    while (queue.TryDequeue(out var id))
    {
        var failed = child.FirstFailure(id);
        if (id == 0)
        {
            if (failed != Child.None)
            {
                throw new InvalidOperationException($"Without a mutant, a test fails: {failed ?? child.End}");
            }
        }
        else if (failed == Child.None)
        {
            Console.WriteLine(mutants.First(mutant => mutant.Id == id));
        }
        else
        {
            killed++;
        }

        if (failed is null)
        {
            // It crashed or hangs, and the tests go on with the next mutant in another process.
            stopped++;
            break;
        }
    }
}

Console.WriteLine($"{killed} of {mutants.Count} mutants killed: {100.0 * killed / mutants.Count:F1} %; {stopped} of them crashed or hung.");
Directory.Delete(copy, recursive: true);
return 0;

static string FindRoot()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "SimdReg.sln")))
    {
        folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No SimdReg.sln is above this program.");
    }

    return folder;
}
