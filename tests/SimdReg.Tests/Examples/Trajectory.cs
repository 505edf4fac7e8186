using System.Text.Json;

namespace SimdReg.Tests.Examples;

/// <summary>A recorded run of an optimiser: README.md here says what the fields hold.</summary>
internal sealed record Trajectory(
    string Name, string Dtype, Dictionary<string, JsonElement> Options, double[] W0, double[][] G, double[][] W)
{
    private static readonly Lazy<Document> _recorded = new(() =>
        JsonSerializer.Deserialize<Document>(File.ReadAllText(Path), JsonSerializerOptions.Web)!);

    /// <summary>Every recorded run.</summary>
    public static IReadOnlyList<Trajectory> All => _recorded.Value.Cases;

    private static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "Examples", "optimizers.json");

    /// <summary>The largest magnitude of a weight at any time.</summary>
    public double LargestWeight => W.Append(W0).SelectMany(weights => weights).Max(Math.Abs);

    /// <summary>The one recorded run of that name in that type; there must be one.</summary>
    public static Trajectory Of(string name, string dtype) =>
        All.Single(recorded => recorded.Name == name && recorded.Dtype == dtype);

    /// <summary>A hyper-parameter.</summary>
    public double Option(string name) => Options[name].GetDouble();

    /// <summary>One of the two of Adam's β.</summary>
    public double Beta(int index) => Options["betas"][index].GetDouble();

    private sealed record Document(Trajectory[] Cases);
}
