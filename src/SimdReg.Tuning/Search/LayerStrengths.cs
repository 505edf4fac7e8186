using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>Candidates with a strength for each layer of a model, in the order of the layers.</summary>
public static class LayerStrengths
{
    /// <summary>Creates every combination of the layers' strengths. Those of the last layer change fastest.</summary>
    /// <param name="layers">The strengths of each layer: at least one, each finite and at least 0.</param>
    /// <returns>The combinations, each with one strength for each layer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="layers"/> or one of its lists is null.</exception>
    /// <exception cref="ArgumentException">There is no layer, a layer has no strengths, or there are more than 1,048,576 combinations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A strength is outside its range.</exception>
    public static ImmutableArray<double>[] Grid(IReadOnlyList<IReadOnlyList<double>> layers)
    {
        CandidateList.NotEmpty(layers);
        var count = 1L;
        for (var i = 0; i < layers.Count; i++)
        {
            count *= CandidateList.Strengths(layers[i], $"{nameof(layers)}[{i}]").Count;
            CandidateList.GridCount(count, nameof(layers));
        }

        IEnumerable<ImmutableArray<double>> combinations = [[]];
        foreach (var strengths in layers)
        {
            combinations = combinations.SelectMany(_ => strengths, (combination, strength) => combination.Add(strength));
        }

        return [.. combinations];
    }

    /// <summary>Draws combinations at random: the logarithm of each strength is uniform in the range of its layer.</summary>
    /// <param name="layers">The range of each layer: at least one layer.</param>
    /// <param name="count">The number of combinations: at least 1, at most 1,048,576.</param>
    /// <param name="seed">Any number. The same seed gives the same combinations on every machine.</param>
    /// <returns>The combinations, each with one strength for each layer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="layers"/> or one of its ranges is null.</exception>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public static ImmutableArray<double>[] Draw(IReadOnlyList<LogRange> layers, int count, int seed)
    {
        CandidateList.NotEmpty(layers);
        for (var i = 0; i < layers.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(layers[i], $"{nameof(layers)}[{i}]");
        }

        return CandidateList.Drawn<ImmutableArray<double>>(count, seed, random => [.. layers.Select(range => range.Draw(random))]);
    }
}
