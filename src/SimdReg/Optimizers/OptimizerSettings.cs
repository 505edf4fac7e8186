using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The names of an update rule, a penalty and a mode, with their parameters, as a configuration file contains them.</summary>
/// <remarks>
/// <para>
/// Names are those of the types; case, <c>-</c> and <c>_</c> are ignored: <c>"adam"</c>, <c>"rms-prop-momentum"</c>, <c>"l1"</c>,
/// <c>"proximal"</c>. <c>"adamw"</c> is <see cref="Adam"/> with a decoupled penalty unless <see cref="Mode"/> is set.
/// <see cref="Optimizer{T}.Create(OptimizerSettings, int)"/> creates the optimizer.
/// </para>
/// <para><c>System.Text.Json</c> reads and writes settings. Unknown properties are rejected.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OptimizerSettings
{
    private const string DefaultPenalty = "none";

    // A generated serializer sets what is missing to null.
    private static readonly IReadOnlyDictionary<string, double> _noParameters = new Dictionary<string, double>();

    /// <summary>The update rule: the name of its type, such as <c>"adam"</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>α, the learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>
    /// Further parameters of the rule by the names of its constructor's parameters, such as <c>["beta1"] = 0.95</c>. Parameters that are left
    /// out have the constructor's defaults.
    /// </summary>
    public IReadOnlyDictionary<string, double> RuleParameters { get; init => field = value ?? _noParameters; } = _noParameters;

    /// <summary>
    /// The penalty: <c>"none"</c>, <c>"l1"</c>, <c>"l2"</c>, <c>"elasticnet"</c>, and in the proximal mode alone <c>"mcp"</c>, <c>"scad"</c>, <c>"logsum"</c>,
    /// <c>"huber"</c>, <c>"hardthreshold"</c>, <c>"box"</c> and <c>"nonnegative"</c>.
    /// </summary>
    public string Penalty { get; init => field = value ?? DefaultPenalty; } = DefaultPenalty;

    /// <summary>
    /// Further parameters of the penalty by the names of its constructor's parameters: <c>gamma</c> of MCP, <c>a</c> of SCAD, <c>epsilon</c> of the
    /// log-sum, <c>delta</c> of Huber, <c>min</c> and <c>max</c> of a box. Each is required.
    /// </summary>
    public IReadOnlyDictionary<string, double> PenaltyParameters { get; init => field = value ?? _noParameters; } = _noParameters;

    /// <summary>s, the strength of every penalty but the elastic net, a box and non-negativity.</summary>
    public double? Strength { get; init; }

    /// <summary>s₁, the strength of the L1 part of an elastic net.</summary>
    public double? L1Strength { get; init; }

    /// <summary>s₂, the strength of the L2 part of an elastic net.</summary>
    public double? L2Strength { get; init; }

    /// <summary>The penalty mode: <c>"coupled"</c>, <c>"decoupled"</c>, <c>"cautious"</c> or <c>"proximal"</c>. The default is proximal for a penalty that has by name no other, else decoupled for <c>"adamw"</c>, otherwise coupled.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether both settings have the same names and numbers.</summary>
    /// <param name="other">The other settings.</param>
    /// <returns>Whether every property is equal; of the parameters of rule and penalty, every name and number.</returns>
    public bool Equals(OptimizerSettings? other) =>
        other is not null
        && (Rule, LearningRate, Penalty, Strength, L1Strength, L2Strength, Mode)
            .Equals((other.Rule, other.LearningRate, other.Penalty, other.Strength, other.L1Strength, other.L2Strength, other.Mode))
        && AreEqual(RuleParameters, other.RuleParameters)
        && AreEqual(PenaltyParameters, other.PenaltyParameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rule, LearningRate, Penalty, Strength, L1Strength, L2Strength, Mode);

    /// <summary>The names and the numbers.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Rule}: learningRate {LearningRate}");
        foreach (var (name, number) in RuleParameters)
        {
            text.Append(CultureInfo.InvariantCulture, $", {name} {number}");
        }

        text.Append(CultureInfo.InvariantCulture, $"; {Penalty}");
        foreach (var (name, number) in PenaltyParameters)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name} {number}");
        }

        foreach (var (name, number) in ((string, double?)[])[(nameof(Strength), Strength), (nameof(L1Strength), L1Strength), (nameof(L2Strength), L2Strength)])
        {
            if (number is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $" {name} {number}");
            }
        }

        return (Mode is null ? text : text.Append(CultureInfo.InvariantCulture, $", {Mode}")).ToString();
    }

    private static bool AreEqual(IReadOnlyDictionary<string, double> left, IReadOnlyDictionary<string, double> right) =>
        left.Count == right.Count && left.All(number => right.TryGetValue(number.Key, out var value) && value.Equals(number.Value));
}
