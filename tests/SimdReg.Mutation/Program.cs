using SimdReg.Mutation;

// Changes the libraries in one place after the other and runs tests, to find what no test looks at:
//   dotnet run -c Release --project tests/SimdReg.Mutation [-- SimdReg/Rules SimdReg.Mpi/Sharding]
if (args is [Child.Run, var tests, .. var mutants])
{
    TestRun.Run(tests, mutants);
    return 0;
}

if (Array.Find(args, path => !Suite.All.Any(suite => path.StartsWith($"{suite.Library}/", StringComparison.Ordinal))) is { } unknown)
{
    throw new ArgumentException($"{unknown} is in none of {string.Join(", ", Suite.All.Select(suite => $"{suite.Library}/"))}.");
}

var root = FindRoot();
foreach (var suite in Suite.All)
{
    var prefix = $"{suite.Library}/";
    var asked = args.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..]).ToList();
    if (args.Length == 0 || asked.Count > 0)
    {
        Judge(suite, asked.Count > 0 ? asked : suite.Folders);
    }
}

return 0;

void Judge(Suite suite, IReadOnlyList<string> folders)
{
    var copy = Directory.CreateTempSubdirectory("mutants").FullName;
    var built = Path.Combine(root, "tests", suite.Tests, "bin/Release/net10.0");
    foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
    {
        var target = Path.Combine(copy, Path.GetRelativePath(built, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }

    var mutants = MutatedBuild.Make(Path.Combine(root, "src", suite.Library), folders, Path.Combine(copy, $"{suite.Library}.dll"));
    if (mutants.Count == 0)
    {
        throw new ArgumentException($"There is nothing to change in {string.Join(", ", folders)} of {suite.Library}.");
    }

    Console.WriteLine($"{suite.Library}: {mutants.Count} mutants in {string.Join(", ", folders)}");

    // The first is no mutant: all tests pass, or their failures say nothing.
    var queue = new Queue<Mutant>(mutants.Prepend(Mutant.None));
    var (killed, stopped) = (0, 0);
    while (queue.Count > 0)
    {
        using var child = new Child(Path.Combine(copy, $"{suite.Tests}.dll"), queue);
        while (queue.TryDequeue(out var mutant))
        {
            var failed = child.FirstFailure(mutant.Id);
            if (mutant == Mutant.None)
            {
                if (failed != Child.None)
                {
                    throw new InvalidOperationException($"Without a mutant, a test fails: {failed ?? child.End}");
                }
            }
            else if (failed == Child.None)
            {
                Console.WriteLine(mutant);
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
