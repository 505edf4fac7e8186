using System.Numerics;
using FsCheck;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>The definition of a proximal step: no point has a lower ½(u − v)² + r·p(u) than its end, at any rate, for convex penalties and for others.</summary>
public abstract class ProximalDefinitionProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Gamma = 2.7;
    private const double A = 3.7;
    private const double Epsilon = 0.3;
    private const double Delta = 0.75;

    /// <summary>More than the roundings of any formula, with those of its parameters to the element type.</summary>
    private const int Roundings = 32;

    private static readonly double[] _switches = [Gamma, A - 1, A + 1];

    /// <summary>Those of the table, and some with other parameters: MCP with the smallest γ, SCAD with the smallest a, log-sum close to L0 and close to L1.</summary>
    private static readonly PenaltyCase[] _penalties =
    [
        .. PenaltyTable.All,
        new PenaltyCase<Mcp>(s => new(s, Math.BitIncrement(1.0)), s => new McpReference(s, Math.BitIncrement(1.0))),
        new PenaltyCase<Scad>(s => new(s, Math.BitIncrement(2.0)), s => new ScadReference(s, Math.BitIncrement(2.0))),
        new PenaltyCase<LogSum>(s => new(s, 1e-6), s => new LogSumReference(s, 1e-6)),
        new PenaltyCase<LogSum>(s => new(s, 1e4), s => new LogSumReference(s, 1e4)),
        new PenaltyCase<NonNegative<Scad>>(s => new Scad(s, A).NonNegative(), s => new NonNegativeReference(new ScadReference(s, A))),
        new PenaltyCase<NonNegative<LogSum>>(s => new LogSum(s, Epsilon).NonNegative(), s => new NonNegativeReference(new LogSumReference(s, Epsilon))),
    ];

    [Property(MaxTest = 40)]
    public void No_point_near_or_far_is_better_than_the_end_of_a_proximal_step_at_any_rate(OrdinaryInput<T> input, int seed)
    {
        var random = new Random(seed);
        foreach (var rate in Rates(random))
        {
            var r = double.CreateChecked(T.CreateChecked(rate));

            // A step reads a subnormal point as 0.
            T[] points = [.. input.Weights.Concat(Thresholds(r, input.Strength).SelectMany(Around)).Select(v => T.IsNormal(v) ? v : T.Zero)];
            foreach (var penalty in _penalties)
            {
                T[] ends = [.. points];
                penalty.Step<T>(input.Strength, RuleTable.Sgd, rate, PenaltyMode.Proximal, ends, new T[ends.Length]);
                var reference = penalty.Reference(input.Strength);
                for (var i = 0; i < points.Length; i++)
                {
                    AssertBest(penalty, reference, r, input.Strength, double.CreateChecked(points[i]), double.CreateChecked(ends[i]));
                }
            }
        }
    }

    private static void AssertBest(PenaltyCase penalty, IPenaltyReference reference, double r, double strength, double v, double u)
    {
        Assert.True(double.IsFinite(u), $"{penalty} of {strength}, rate {r:R}: {v:R} ends at {u:R}.");
        var here = Charge(u);
        foreach (var other in Others(u, v).Append(reference.ProximalStep(v, r)))
        {
            var there = Charge(other);

            // u, rounded, is the end for v, r and parameters that are each off by some roundings. Such a change of v moves the objective at x by the change times
            // |x − v|, one of r or a parameter moves r·p(x) by at most twice its share. Where the slope of a line in the formula is k, the two numbers that it is made of are
            // off by different roundings, which moves the end by k of them, and the objective, with its curvature of 1/k, by k·(roundings·v)²: k is below 1/roundoff.
            // The objectives themselves are computed in double.
            if (double.IsPositiveInfinity(there))
            {
                continue;
            }

            var tolerance = Roundings * Numbers<T>.UnitRoundoff * ((v * v) + (u * u) + (Math.Abs(v) * Math.Abs(other - v)) + here + there);
            tolerance += 8 * Numbers<double>.UnitRoundoff * (other - v) * (other - v);
            if (!(Objective(u, here) <= Objective(other, there) + tolerance))
            {
                Assert.Fail($"{penalty} of {strength}, rate {r:R}: {v:R} ends at {u:R} with {Objective(u, here):R}, but {other:R} has {Objective(other, there):R}, give or take {tolerance:R}.");
            }
        }

        // What a bound excludes is excluded at a rate of 0 too.
        double Charge(double x) => reference.Value(x) is var value && double.IsPositiveInfinity(value) ? value : r * value;

        double Objective(double x, double charge) => ((x - v) * (x - v) / 2) + charge;
    }

    /// <summary>0, v, points of a grid from beyond −v to beyond v, and a finer and finer one around u.</summary>
    private static IEnumerable<double> Others(double u, double v)
    {
        yield return 0;
        yield return v;
        var far = Math.Max(Math.Abs(v), Math.Abs(u));
        for (var i = -24; i <= 24; i++)
        {
            yield return far * i / 20;
        }

        for (var power = 0; power < 30; power++)
        {
            var step = Math.ScaleB(far, -power);
            yield return u - step;
            yield return u + step;
            yield return u * (1 + Math.ScaleB(0.7, -power));
            yield return u * (1 - Math.ScaleB(0.7, -power));
        }
    }

    /// <summary>From 10⁻⁶ to 10⁹, and at and around the rates at which a formula changes.</summary>
    private static IEnumerable<double> Rates(Random random)
    {
        yield return Math.Pow(10, (15 * random.NextDouble()) - 6);
        yield return Math.Pow(10, (2 * random.NextDouble()) - 0.5);
        yield return Math.Abs(double.CreateChecked(Around(_switches[random.Next(_switches.Length)]).ElementAt(random.Next(6))));
        yield return random.Next(4) switch { 0 => 0, 1 => 1e9, 2 => 1, _ => 1e-6 };
    }

    /// <summary>Where the formulas of the penalties change.</summary>
    private static double[] Thresholds(double r, double s) =>
    [
        r * s,
        s * Math.Sqrt(r * Gamma),
        Gamma * s,
        s * Math.Sqrt(r),
        s * (1 + r),
        A * s,
        s * (A + 1 + r) / 2,
        s * Math.Sqrt(r * (A + 1)),
        Math.Sqrt(2 * r * s),
        Math.Abs((2 * Math.Sqrt(r * s)) - Epsilon),
        r * s / Epsilon,
        Delta * (1 + (r * s)),
    ];

    private static IEnumerable<T> Around(double threshold)
    {
        var x = T.CreateChecked(threshold);
        return [x, T.BitIncrement(x), T.BitDecrement(x), -x, x * T.CreateChecked(1.001), x * T.CreateChecked(0.999)];
    }
}

public class ProximalDefinitionPropertiesOfFloat : ProximalDefinitionProperties<float>;

public class ProximalDefinitionPropertiesOfDouble : ProximalDefinitionProperties<double>;
