using System.Numerics;
using FsCheck;
using FsCheck.Xunit;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class ConvexProjectionSingleProperties : ConvexProjectionProperties<float>;

public class ConvexProjectionDoubleProperties : ConvexProjectionProperties<double>;

/// <summary>The definition of a projection onto a convex set: in the set, and nearer than any other point of it.</summary>
public abstract class ConvexProjectionProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The largest lengths are several of the widest vectors and more than a sum without streams.
    private static readonly int[] _lengths = [1, 2, 3, 15, 64, 131, 1000, 5001];

    [Property(MaxTest = 60)]
    public void No_point_of_the_set_is_nearer(int seed, PositiveInt pick)
    {
        var (weights, radius) = Draw(seed, pick.Get);
        var random = new Random(seed + 1);
        foreach (var set in ConvexSet.Of(radius))
        {
            var w = Projected.Widened(weights);
            var expected = set.Project(w);
            var tolerances = Projected.Tolerances(weights, expected, radius);
            var u = Projected.Widened(Projected.Of(set.Constraint, weights));
            for (var trial = 0; trial < 5; trial++)
            {
                // ⟨w − u, x − u⟩ ≤ 0 for the exact u. An error e of u changes that by at most |e|·(|x − u| + |w − u| + |e|); to sum it in double costs a little more.
                var x = set.Draw(random, weights.Length);
                var product = w.Select((_, i) => (w[i] - u[i]) * (x[i] - u[i])).Sum();
                var allowed = w.Select((_, i) => (tolerances[i] * (Math.Abs(x[i] - u[i]) + Math.Abs(w[i] - u[i]) + tolerances[i]))
                    + (weights.Length * Math.ScaleB(1, -52) * Math.Abs((w[i] - u[i]) * (x[i] - u[i])))).Sum();
                Assert.True(product <= allowed, $"{set.Name}, {weights.Length} weights: {product} is above {allowed}.");
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Every_weight_is_that_of_the_sorted_reference(int seed, PositiveInt pick)
    {
        var (weights, radius) = Draw(seed, pick.Get);
        foreach (var set in ConvexSet.Of(radius))
        {
            var expected = set.Project(Projected.Widened(weights));
            var tolerances = Projected.Tolerances(weights, expected, radius);
            var actual = Projected.Of(set.Constraint, weights);
            for (var i = 0; i < weights.Length; i++)
            {
                var difference = Math.Abs(double.CreateTruncating(actual[i]) - expected[i]);
                Assert.True(difference <= tolerances[i], $"{set.Name}, index {i} of {weights.Length}: {actual[i]:R} is {difference} from {expected[i]:R}, more than {tolerances[i]}.");
                Assert.False(actual[i] == T.Zero && T.IsNegative(actual[i]) && !Bits.Same(actual[i], weights[i]), "A zero that was written is −0.");
            }
        }
    }

    [Property(MaxTest = 60)]
    public void The_projected_weights_are_in_the_set_by_their_correctly_rounded_norm(int seed, PositiveInt pick)
    {
        var (weights, given) = Draw(seed, pick.Get);
        var radius = T.CreateTruncating(given);
        Assert.True(Norm(Projected.Of(new L1Ball(given), weights)) <= radius);
        Assert.True(Projected.Of(new LInfinityBall(given), weights).All(w => T.Abs(w) <= radius));

        var simplex = Projected.Of(new Simplex(given), weights);
        Assert.True(simplex.All(w => w >= T.Zero));
        Assert.Equal(radius, Norm(simplex));

        // The sum of squares in double: exact to n roundings, each a 2⁻⁵³rd, of which the root halves.
        var squares = Projected.Widened(Projected.Of(new L2Ball(given), weights)).Sum(w => w * w);
        var bound = double.CreateTruncating(radius) * (1 + Projected.UnitRoundoff<T>() + (weights.Length * Math.ScaleB(1, -53)));
        Assert.True(Math.Sqrt(squares) <= bound + double.CreateTruncating(T.Epsilon), $"{Math.Sqrt(squares)} is above {bound}.");
    }

    [Property(MaxTest = 60)]
    public void A_second_projection_changes_no_bit(int seed, PositiveInt pick)
    {
        var (weights, radius) = Draw(seed, pick.Get);
        foreach (var set in ConvexSet.Of(radius))
        {
            var once = Projected.Of(set.Constraint, weights);
            Bits.Equal<T>(once, Projected.Of(set.Constraint, once), new(set.Name, weights.Length, 0));
        }
    }

    [Property(MaxTest = 60)]
    public void Weights_inside_keep_their_bits(int seed, PositiveInt pick)
    {
        var (weights, _) = Draw(seed, pick.Get);
        weights[0] = -T.Zero;
        foreach (var (radius, constraint) in new (T, Func<double, IConstraint>)[]
        {
            (Norm(weights), r => new L1Ball(r)),
            (weights.Select(T.Abs).Max(), r => new LInfinityBall(r)),
            (Norm(weights), r => new L2Ball(r)),
        })
        {
            // On the very border, and well inside.
            foreach (var scale in (double[])[1, 1.5])
            {
                var set = constraint(scale * double.CreateTruncating(radius));
                Bits.Equal<T>(weights, Projected.Of(set, weights), new(set.ToString()!, weights.Length, 0));
            }
        }

        T[] positive = [.. weights.Select((w, i) => i == 0 ? w : T.Abs(w))];
        var total = double.CreateTruncating(Norm(positive));
        if (total > 0)
        {
            Bits.Equal<T>(positive, Projected.Of(new Simplex(total), positive), new("Simplex", positive.Length, 0));
        }
    }

    /// <summary>Σ|w| without error, rounded once.</summary>
    private static T Norm(T[] weights)
    {
        var sums = new ExactWeightSums();
        sums.Add<T>(weights);
        return sums.Round<T>().SumOfMagnitudes;
    }

    private static (T[] Weights, double Radius) Draw(int seed, int pick)
    {
        var random = new Random(seed);
        var distribution = Projected.Distributions.Keys.ElementAt(pick % Projected.Distributions.Count);
        var weights = Projected.Weights<T>(distribution, _lengths[random.Next(_lengths.Length)], seed);
        var share = Math.Pow(10, -6 * random.NextDouble()) * (random.Next(2) == 0 ? 1 : 1.2);
        return (weights, double.CreateTruncating(T.CreateTruncating(Projected.Widened(weights).Sum(Math.Abs) * share)));
    }
}
