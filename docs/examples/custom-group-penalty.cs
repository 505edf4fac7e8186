#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// A penalty of your own on groups of weights, in fifteen lines: three functions of the norm of a group. Groups of any shape, values, gradients and every rule then work with it,
// for float and double. This one is MCP on groups: a group lasso that lets large groups go.
//
// In a project of your own, reference the library in place of the first line, and build with -c Release.

using SimdReg;

float[] weights = [0.1f, 0.1f, 0.1f, 1, -2, 2, 10, 20, -20];
float[] gradients = new float[weights.Length];
var rows = WeightGroups.Rows(3);
var groupMcp = new GroupMcp(Strength: 1, Gamma: 3);
var before = new float[3];
rows.Norms(weights, before);

Show("group lasso", Stepped(new GroupLasso(1)));
Show("group MCP", Stepped(groupMcp));
Console.WriteLine($"The penalty of all groups: {Penalty.Sum(weights, groupMcp.Over(rows)):0.000}");

float[] Stepped<TGroup>(TGroup penalty)
    where TGroup : struct, IGroupPenalty
{
    float[] stepped = [.. weights];
    new Sgd(learningRate: 0.5).Step(stepped, gradients, penalty.Over(rows).Proximal());
    return stepped;
}

void Show(string name, float[] stepped)
{
    var after = new float[before.Length];
    rows.Norms(stepped, after);
    Console.WriteLine($"{name,12}: {string.Join(", ", before.Zip(after, (from, to) => $"{from:0.000} → {to:0.000}"))}");
}

/// <summary>A group penalty from outside the library: φ(n) = s·n − n²/(2γ) up to n = γ·s, and γ·s²/2 beyond.</summary>
public readonly record struct GroupMcp(double Strength, double Gamma) : IGroupPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public double Gamma { get; init; } = Gamma > 0 ? Gamma : throw new ArgumentOutOfRangeException(nameof(Gamma), Gamma, "Gamma must be above 0.");

    public static bool IsConvex => false;

    public bool IsZero => Strength == 0;

    public double Value(double norm, int size) => Math.Min(norm, Gamma * Strength) * (Strength - (Math.Min(norm, Gamma * Strength) / (2 * Gamma)));

    public double Slope(double norm, int size) => Math.Max(Strength - (norm / Gamma), 0);

    public double ProximalStep(double norm, double rate, int size) =>
        rate < Gamma ? Math.Min(norm, Math.Max(norm - (rate * Strength), 0) / (1 - (rate / Gamma)))
        : norm <= Strength * Math.Sqrt(rate * Gamma) ? 0 : norm;
}
