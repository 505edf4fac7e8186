using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SimdReg.Mutation;

/// <summary>Compiles the library with all mutants of some of its folders.</summary>
internal static partial class MutatedBuild
{
    private const string Switch = """
        namespace SimdReg
        {
            /// <summary>The mutant that is alive; 0 for none.</summary>
            public static class Mutant
            {
                public static volatile int Id;
            }
        }
        """;

    /// <summary>What a library refers to, beside the runtime.</summary>
    private static readonly string[] _references = ["System.Numerics.Tensors.dll", "SimdReg.dll"];

    /// <summary>Compiles into a file.</summary>
    /// <param name="library">The folder of the project.</param>
    /// <param name="folders">What the paths of the mutated sources start with, from that folder.</param>
    /// <param name="output">The assembly to write.</param>
    /// <returns>The mutants that compile.</returns>
    public static IReadOnlyList<Mutant> Make(string library, IReadOnlyList<string> folders, string output)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var sources = Sources(library).Select(path => (Path: path, Tree: CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))).ToList();
        var references = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!.ToString()!.Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("SimdReg", StringComparison.Ordinal))
            .Concat(_references.Select(name => Path.Combine(Path.GetDirectoryName(output)!, name)).Where(path => path != output))
            .DistinctBy(Path.GetFileName)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(output),
            [CSharpSyntaxTree.ParseText(Switch, options)],
            references,
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        // What does not compile is dropped, and the rest tried again: an error names its place, and the nearest mutant around it is to blame.
        var dropped = new HashSet<int>();
        while (true)
        {
            var mutants = new List<Mutant>();
            var trees = new List<SyntaxTree>();
            foreach (var (path, tree) in sources)
            {
                var file = Path.GetRelativePath(library, path).Replace(Path.DirectorySeparatorChar, '/');
                if (!folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
                {
                    trees.Add(tree);
                    continue;
                }

                // Numbers of files do not depend on what is dropped in others.
                var mutator = new Mutator(file, (trees.Count * 10_000) + 1, dropped);
                var root = mutator.Visit(tree.GetRoot());
                trees.Add(CSharpSyntaxTree.ParseText(root.ToFullString(), options, path));
                mutants.AddRange(mutator.Mutants);
            }

            var mutated = compilation.AddSyntaxTrees(trees);
            using var stream = File.Create(output);
            var result = mutated.Emit(stream);
            if (result.Success)
            {
                return mutants;
            }

            var before = dropped.Count;
            foreach (var error in result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                dropped.UnionWith(Blamed(error));
            }

            if (dropped.Count == before)
            {
                throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
            }
        }
    }

    /// <summary>The sources of the project, and those that its build has generated.</summary>
    private static IEnumerable<string> Sources(string library) =>
        Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(library, path).StartsWith("bin", StringComparison.Ordinal))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                || path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static List<int> Blamed(Diagnostic error)
    {
        var node = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan);
        for (; node is not null; node = node.Parent)
        {
            var ids = IdInCondition().Matches(node.ToString()).Select(match => int.Parse(match.Groups[1].Value, provider: null)).ToList();
            if (ids.Count > 0)
            {
                return ids;
            }
        }

        return [];
    }

    [GeneratedRegex(@"SimdReg\.Mutant\.Id [!=]= ([0-9]+)")]
    private static partial Regex IdInCondition();
}
