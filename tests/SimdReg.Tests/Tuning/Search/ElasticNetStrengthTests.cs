using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The two numbers of an elastic net as candidates.</summary>
public class ElasticNetStrengthTests
{
    [Fact]
    public void The_penalty_shares_the_strength_out()
    {
        Assert.Equal(new ElasticNet(0.5, 1.5), new ElasticNetStrength(total: 2, l1Share: 0.25).Penalty);
        Assert.Equal(new ElasticNet(0, 2), new ElasticNetStrength(2, 0).Penalty);
        Assert.Equal(new ElasticNet(2, 0), new ElasticNetStrength(2, 1).Penalty);
        Assert.Equal(new ElasticNet(0, 0), default(ElasticNetStrength).Penalty);
    }

    [Fact]
    public void A_grid_has_every_pair_once_by_strength_and_then_by_share() =>
        Assert.Equal(
            [new(1, 0), new(1, 0.5), new(1, 1), new(0.1, 0), new(0.1, 0.5), new(0.1, 1)],
            ElasticNetStrength.Grid([1, 0.1], [0, 0.5, 1]));

    [Fact]
    public void Draws_are_those_of_an_independent_computation() =>
        // Python, as in LogRangeTests: of two numbers of the generator the first is the strength's, the second the share.
        Assert.Equal(
            [new(0.0362509, 0.0167883), new(4.00906, 0.58293), new(0.0645309, 0.249432)],
            ElasticNetStrength.Draw(new LogRange(0.001, 10), 3, seed: 7));

    [Fact]
    public void Shares_and_strengths_are_drawn_apart()
    {
        // 8,000 draws into 2 × 2 quarters: Hoeffding lets a count miss 2,000 by √(8,000 · ln(2 · 4 / 10⁻⁹) / 2) = 302 once in 10⁹ times.
        var quarters = ElasticNetStrength.Draw(new LogRange(0.01, 100), 8_000, seed: 3)
            .CountBy(pair => (pair.Total < 1, pair.L1Share < 0.5))
            .ToArray();
        Assert.Equal(4, quarters.Length);
        Assert.All(quarters, quarter => Assert.InRange(quarter.Value, 1_698, 2_302));
    }

    [Theory]
    [InlineData(-1, 0.5, "total")]
    [InlineData(double.NaN, 0.5, "total")]
    [InlineData(double.PositiveInfinity, 0.5, "total")]
    [InlineData(1, -0.1, "l1Share")]
    [InlineData(1, 1.1, "l1Share")]
    [InlineData(1, double.NaN, "l1Share")]
    public void Numbers_outside_their_range_are_refused_alone_and_in_a_grid(double total, double l1Share, string name)
    {
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNetStrength(total, l1Share)).ParamName);
        Assert.Equal($"{name}s[1]", Assert.Throws<ArgumentOutOfRangeException>(() => ElasticNetStrength.Grid([1, total], [0, l1Share])).ParamName);
    }

    [Fact]
    public void Lists_that_are_empty_missing_or_too_large_together_are_refused()
    {
        Assert.Equal("totals", Assert.Throws<ArgumentException>(() => ElasticNetStrength.Grid([], [0])).ParamName);
        Assert.Equal("l1Shares", Assert.Throws<ArgumentException>(() => ElasticNetStrength.Grid([1], [])).ParamName);
        Assert.Equal("totals", Assert.Throws<ArgumentNullException>(() => ElasticNetStrength.Grid(null!, [0])).ParamName);
        Assert.Equal("l1Shares", Assert.Throws<ArgumentNullException>(() => ElasticNetStrength.Grid([1], null!)).ParamName);
        Assert.Equal("totals", Assert.Throws<ArgumentNullException>(() => ElasticNetStrength.Draw(null!, 1, seed: 1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => ElasticNetStrength.Draw(new LogRange(1, 2), 0, seed: 1)).ParamName);

        var many = new double[1 << 17];
        Assert.Contains($"{9 << 17} candidates", Assert.Throws<ArgumentException>(() => ElasticNetStrength.Grid(many, new double[9])).Message, StringComparison.Ordinal);
        Assert.Equal(1 << 20, ElasticNetStrength.Grid(many, new double[8]).Length);
    }
}
