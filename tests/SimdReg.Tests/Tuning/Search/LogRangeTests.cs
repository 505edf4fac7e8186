using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Grids and draws of one strength.</summary>
[Properties(Arbitrary = [typeof(Drawn)])]
public class LogRangeTests
{
    // Six digits miss a value by half a unit in the last: at most 5e-6 of it. Roots and products add less than 1e-13.
    private const double Relative = 5.0001e-6;

    [Fact]
    public void A_grid_over_decades_is_the_powers_of_ten_as_they_are_written() =>
        Assert.Equal([1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100], new LogRange(1e-5, 100).Grid(8));

    [Property]
    public void A_grid_has_its_bounds_exactly_grows_and_keeps_to_the_formula(LogRange range, int count)
    {
        var grid = range.Grid(count);

        Assert.Equal(count, grid.Length);
        Assert.Equal(range.Lowest, grid[0]);
        Assert.Equal(range.Highest, grid[^1]);
        Assert.All(grid.Zip(grid.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(grid.Index(), point => AssertNear(Expected(range, (double)point.Index / (count - 1)), point.Item));
    }

    [Fact]
    public void Values_between_the_bounds_have_six_digits()
    {
        var range = new LogRange(1.23456789e-7, 9.87654321e+5);
        Assert.All(
            range.Grid(100)[1..^1].Concat(range.Draw(100, seed: 1)),
            value => Assert.Equal(value, double.Parse(FormattableString.Invariant($"{value:G6}"), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Draws_are_those_of_an_independent_computation() =>
        // Python: the generator in integers, lowest · (highest/lowest)^share with 60 decimal digits, rounded to six.
        Assert.Equal([0.0925251, 0.000436156, 0.00130138, 0.00238102, 0.000141945, 0.297107], new LogRange(1e-4, 1).Draw(6, seed: 42));

    [Property]
    public void Draws_lie_within_the_bounds_and_their_first_ones_do_not_depend_on_how_many(LogRange range, int count)
    {
        var draws = range.Draw(count, seed: count);
        Assert.All(draws, draw => Assert.InRange(draw, range.Lowest, range.Highest));
        Assert.Equal(draws, range.Draw(2 * count, seed: count)[..count]);
    }

    [Fact]
    public void Draws_stay_within_bounds_of_more_digits_than_they_have()
    {
        var range = new LogRange(0.12345678, 0.12345679);
        Assert.All(range.Draw(100, seed: 1), draw => Assert.InRange(draw, 0.12345678, 0.12345679));
        Assert.All(new LogRange(0.3, 0.3).Draw(10, seed: 1), draw => Assert.Equal(0.3, draw));
    }

    [Fact]
    public void The_logarithms_of_draws_are_uniform()
    {
        // 10,000 draws, 10 bins: Hoeffding lets a count miss 1,000 by √(10,000 · ln(2 · 10 / 10⁻⁹) / 2) = 345 once in 10⁹ times.
        var bins = new int[10];
        foreach (var draw in new LogRange(1e-6, 1e4).Draw(10_000, seed: 11))
        {
            bins[(int)Math.Min(9, Math.Floor(Math.Log10(draw) + 6))]++;
        }

        Assert.All(bins, count => Assert.InRange(count, 655, 1_345));
    }

    [Fact]
    public void Another_seed_gives_other_draws() =>
        Assert.Empty(new LogRange(1e-4, 1).Draw(20, seed: 0).Intersect(new LogRange(1e-4, 1).Draw(20, seed: 1)));

    [Theory]
    [InlineData(0, 1, "lowest")]
    [InlineData(-1, 1, "lowest")]
    [InlineData(double.NaN, 1, "lowest")]
    [InlineData(1e-39, 1, "lowest")]
    [InlineData(1, 0, "highest")]
    [InlineData(1, double.NaN, "highest")]
    [InlineData(1, double.PositiveInfinity, "highest")]
    [InlineData(1, 0.5, "highest")]
    public void Bounds_that_make_no_range_are_refused(double lowest, double highest, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LogRange(lowest, highest));
        Assert.Equal(name, error.ParamName);
        Assert.Equal(name == "lowest" ? lowest : highest, error.ActualValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1 << 20) + 1)]
    [InlineData(int.MaxValue)]
    public void No_candidates_and_too_many_are_refused(int count)
    {
        var range = new LogRange(0.1, 1);
        foreach (var call in (Action[])[() => range.Grid(count), () => range.Draw(count, seed: 1)])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal("count", error.ParamName);
            Assert.Equal(count, error.ActualValue);
        }
    }

    [Theory]
    [InlineData(0.1, 1, 1)]
    [InlineData(0.1, 0.1, 2)]
    [InlineData(0.1, 0.10001, 1000)]
    [InlineData(0.12345678, 0.12345679, 3)]
    public void A_grid_without_two_ends_or_with_neighbours_of_the_same_digits_is_refused(double lowest, double highest, int count) =>
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new LogRange(lowest, highest).Grid(count)).ParamName);

    private static double Expected(LogRange range, double share) =>
        Math.Exp(Math.Log(range.Lowest) + (share * (Math.Log(range.Highest) - Math.Log(range.Lowest))));

    private static void AssertNear(double expected, double actual) =>
        Assert.InRange(Math.Abs(actual - expected), 0, Relative * expected);

    public static class Drawn
    {
        /// <summary>From anywhere to twice as much or much more.</summary>
        public static Arbitrary<LogRange> Ranges() => Arb.From(
            from lowest in Gen.Choose(-30_000, 25_000)
            from width in Gen.Choose(300, 10_000)
            select new LogRange(Math.Pow(10, lowest / 1000.0), Math.Pow(10, (lowest + width) / 1000.0)));

        public static Arbitrary<int> Counts() => Arb.From(Gen.Choose(2, 100));
    }
}
