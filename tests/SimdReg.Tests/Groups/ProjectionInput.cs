using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Groups;

/// <summary>A convex set with its reference, and a point of it drawn at random.</summary>
internal sealed record ConvexSet(string Name, IConstraint Constraint, Func<double[], double[]> Project, Func<Random, int, double[]> Draw)
{
    public static IEnumerable<ConvexSet> Of(double radius) =>
    [
        new($"L1 ball of {radius}", new L1Ball(radius), w => ProjectionReference.L1Ball(w, radius), (random, n) => Scaled(Signed(random, n), v => v.Sum(Math.Abs), radius * random.NextDouble())),
        new($"L2 ball of {radius}", new L2Ball(radius), w => ProjectionReference.L2Ball(w, radius), (random, n) => Scaled(Signed(random, n), v => Math.Sqrt(v.Sum(x => x * x)), radius * random.NextDouble())),
        new($"L∞ ball of {radius}", new LInfinityBall(radius), w => ProjectionReference.LInfinityBall(w, radius), (random, n) => [.. Signed(random, n).Select(x => x * radius)]),
        new($"Simplex of {radius}", new Simplex(radius), w => ProjectionReference.Simplex(w, radius), (random, n) => Scaled([.. Signed(random, n).Select(Math.Abs)], v => v.Sum(), radius)),
    ];

    /// <summary>Some coordinates zero, so that faces and corners of a set come up.</summary>
    private static double[] Signed(Random random, int count)
    {
        var kept = 1 - (random.NextDouble() * random.NextDouble());
        double[] point = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < kept ? (2 * random.NextDouble()) - 1 : 0)];
        point[random.Next(count)] = 1;
        return point;
    }

    private static double[] Scaled(double[] point, Func<double[], double> size, double wanted)
    {
        var factor = wanted / size(point);
        return [.. point.Select(x => x * factor)];
    }
}

/// <summary>Weights of one element type, projected, and how far roundings may have moved each of them.</summary>
internal static class Projected
{
    /// <summary>Distributions that are hard for a threshold: flat, thin and heavy tails, ties, and weights of all sizes.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Random, int, double>> Distributions = new Dictionary<string, Func<Random, int, double>>
    {
        ["uniform"] = (random, _) => (2 * random.NextDouble()) - 1,
        ["normal"] = (random, _) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()),
        ["Cauchy"] = (random, _) => Math.Tan(Math.PI * (random.NextDouble() - 0.5)),
        ["equal"] = (_, _) => 0.3,
        ["two levels"] = (_, i) => i % 3 == 0 ? 1 : -0.1,
        ["geometric"] = (_, i) => Math.ScaleB(1, -i),
    };

    public static T[] Weights<T>(string distribution, int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(Distributions[distribution](random, i)))];
    }

    public static T[] Of<T>(IConstraint constraint, T[] weights, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] projected = [.. weights];
        constraint.Project<T>(projected, threads);
        return projected;
    }

    public static double[] Widened<T>(T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. weights.Select(double.CreateTruncating)];

    /// <summary>Half a unit in the last place of 1.</summary>
    public static double UnitRoundoff<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(T.BitIncrement(T.One) - T.One) / 2;

    /// <summary>How far each projected weight may be from its reference.</summary>
    /// <remarks>
    /// Of the result: four roundings (of two differences, or of the factor, the product and one last shrinking), the rounding of the second part of τ, u²·τ, a share of u·radius for
    /// the point at which the search for τ ends, and a subnormal unit for each of two roundings. A weight of at least half the mean may have taken the difference of the sum, at most
    /// four units of the radius, and any weight half a unit. Of the reference: a sum of k numbers has an error of at most k roundings, of which τ gets a k-th, and there are two more for τ and one difference; a norm of n weights has n roundings.
    /// </remarks>
    public static double[] Tolerances<T>(T[] weights, double[] expected, double radius)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (unit, inDouble) = (UnitRoundoff<T>(), Math.ScaleB(1, -53));
        var norm = Widened(weights).Sum(Math.Abs);
        var fixedPart = (4 * inDouble * norm) + (unit * unit * norm) + (unit * radius / Math.Max(1, expected.Count(x => x != 0))) + (2 * double.CreateTruncating(T.Epsilon));
        var relativePart = (4 * unit) + (weights.Length * inDouble);
        var mean = radius / (2 * weights.Length);
        return [.. expected.Select(Math.Abs).Select(u =>
            fixedPart + (relativePart * u) + ((u > 0.9 * mean ? 8 : 1) * unit * radius))];
    }
}
