using System.Reflection;
using System.Runtime.Loader;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SimdReg.Mutation;

/// <summary>A child process: for each mutant, the tests until the first that fails.</summary>
internal sealed class TestRun
{
    /// <summary>Begins each line of a result. Tests print others.</summary>
    public const string Prefix = "mutant\t";

    /// <summary>The first line: the tests are found, and the first mutant is next.</summary>
    public const string Ready = "ready";

    private readonly Silence _silence = new();
    private readonly ITestFrameworkExecutor _executor;
    private readonly Suite _suite;
    private readonly Dictionary<string, List<ITestCase>> _tests;
    private readonly FieldInfo _alive;

    private TestRun(string path)
    {
        _suite = Suite.Of(Path.GetFileNameWithoutExtension(path));
        var folder = Path.GetDirectoryName(path)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        var framework = new XunitTestFramework(_silence);
        _executor = framework.GetExecutor(assembly.GetName());
        using var found = new Found();
        framework.GetDiscoverer(Reflector.Wrap(assembly)).Find(includeSourceInformation: false, found, new Options());
        _tests = _suite.Classes.Concat(_suite.OfFolder.Values).Distinct().ToDictionary(name => name, name => found.Of($"{_suite.Tests}.{name}"));
        _alive = Assembly.Load(_suite.Library).GetType("SimdReg.Mutant")!.GetField("Id")!;
    }

    /// <summary>Prints for each mutant the first test that failed, or none; between them, the names of the classes as they begin.</summary>
    /// <param name="assembly">The path of the tests.</param>
    /// <param name="mutants">Each as its number, a colon and its file.</param>
    public static void Run(string assembly, IEnumerable<string> mutants)
    {
        var run = new TestRun(assembly);
        Console.WriteLine(Prefix + Ready);
        foreach (var mutant in mutants)
        {
            var parts = mutant.Split(':', 2);
            var id = int.Parse(parts[0], provider: null);
            run._alive.SetValue(null, id);
            var failed = run._suite.Judges(parts[1]).Select(run.FirstFailure).FirstOrDefault(name => name is not null);
            run._alive.SetValue(null, 0);
            Console.WriteLine($"{Prefix}{id}\t{failed ?? "none"}");
        }
    }

    private string? FirstFailure(string name)
    {
        Console.WriteLine(name);
        using var sink = new FirstFailed();
        _executor.RunTests(_tests[name], sink, new Options());
        sink.Finished.WaitOne();
        return sink.Name;
    }

    /// <summary>Hears nothing.</summary>
    private sealed class Silence : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }

    /// <summary>Every test that is quick, runs in this process, and so sees the mutant.</summary>
    private sealed class Found : IMessageSink, IDisposable
    {
        private readonly List<ITestCase> _tests = [];
        private readonly ManualResetEvent _finished = new(false);

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage { TestCase: var test } && !test.Traits.ContainsKey("Category"))
            {
                _tests.Add(test);
            }
            else if (message is IDiscoveryCompleteMessage)
            {
                _finished.Set();
            }

            return true;
        }

        public void Dispose() => _finished.Dispose();

        public List<ITestCase> Of(string name)
        {
            _finished.WaitOne();
            return _tests.FindAll(test => test.TestMethod.TestClass.Class.Name.StartsWith(name, StringComparison.Ordinal)) is { Count: > 0 } tests
                ? tests
                : throw new InvalidOperationException($"There are no tests {name}: the list of them is out of date.");
        }
    }

    /// <summary>Stops at the first failure.</summary>
    private sealed class FirstFailed : IMessageSink, IDisposable
    {
        public string? Name { get; private set; }

        public ManualResetEvent Finished { get; } = new(false);

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestFailed failed)
            {
                Name ??= failed.Test.DisplayName;
            }
            else if (message is ITestAssemblyFinished)
            {
                Finished.Set();
            }

            return Name is null;
        }

        public void Dispose() => Finished.Dispose();
    }

    /// <summary>Tests run one after the other.</summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = new() { ["xunit.execution.DisableParallelization"] = true, ["xunit.execution.SynchronousMessageReporting"] = true };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }
}
