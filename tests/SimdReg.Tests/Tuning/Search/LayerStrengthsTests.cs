using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>A strength for each layer as candidates.</summary>
public class LayerStrengthsTests
{
    [Fact]
    public void A_grid_has_every_combination_once_the_last_layer_changing_fastest() =>
        Assert.Equal(
            [[1, 0, 5], [1, 0, 6], [1, 0.5, 5], [1, 0.5, 6], [1, 0.7, 5], [1, 0.7, 6], [2, 0, 5], [2, 0, 6], [2, 0.5, 5], [2, 0.5, 6], [2, 0.7, 5], [2, 0.7, 6]],
            LayerStrengths.Grid([[1, 2], [0, 0.5, 0.7], [5, 6]]).Select(layers => layers.ToArray()));

    [Fact]
    public void Draws_are_those_of_an_independent_computation() =>
        // Python, as in LogRangeTests: one number of the generator for each layer in turn.
        Assert.Equal(
            [[0.0856224, 590.337], [0.0979548, 20.3278], [0.00198318, 1.24684]],
            LayerStrengths.Draw([new LogRange(0.001, 0.1), new LogRange(1, 1000)], 3, seed: -3).Select(layers => layers.ToArray()));

    [Fact]
    public void A_grid_of_more_combinations_than_anybody_can_try_is_refused_at_once()
    {
        // 1,000 strengths each for 100 layers: 10³⁰⁰ combinations, beyond any integer.
        double[] strengths = [.. Enumerable.Range(0, 1000)];
        var error = Assert.Throws<ArgumentException>(() => LayerStrengths.Grid([.. Enumerable.Repeat(strengths, 100)]));
        Assert.Equal("layers", error.ParamName);
        Assert.Contains("at least 1000000000 candidates", error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 1048576", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_are_missing_empty_or_without_strengths_are_refused()
    {
        var range = new LogRange(0.1, 1);
        Assert.Equal("layers", Assert.Throws<ArgumentNullException>(() => LayerStrengths.Grid(null!)).ParamName);
        Assert.Equal("layers", Assert.Throws<ArgumentException>(() => LayerStrengths.Grid([])).ParamName);
        Assert.Equal("layers[1]", Assert.Throws<ArgumentException>(() => LayerStrengths.Grid([[1], []])).ParamName);
        Assert.Equal("layers[1]", Assert.Throws<ArgumentNullException>(() => LayerStrengths.Grid([[1], null!])).ParamName);
        Assert.Equal("layers[1][0]", Assert.Throws<ArgumentOutOfRangeException>(() => LayerStrengths.Grid([[1], [-1]])).ParamName);
        Assert.Equal("layers", Assert.Throws<ArgumentNullException>(() => LayerStrengths.Draw(null!, 1, seed: 1)).ParamName);
        Assert.Equal("layers", Assert.Throws<ArgumentException>(() => LayerStrengths.Draw([], 1, seed: 1)).ParamName);
        Assert.Equal("layers[1]", Assert.Throws<ArgumentNullException>(() => LayerStrengths.Draw([range, null!], 1, seed: 1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => LayerStrengths.Draw([range], 0, seed: 1)).ParamName);
    }
}
