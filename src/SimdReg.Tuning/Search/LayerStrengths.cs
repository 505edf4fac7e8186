using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>Candidates that give each layer of a model a strength of its own: one number a layer, in the order of the layers.</summary>
public static class LayerStrengths
{
    /// <summary>Every combination of the layers' strengths. Those of the last layer change fastest.</summary>
    /// <param name="layers">For each layer its strengths: one at least, each finite and at least 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layers"/> or one of its lists is null.</exception>
    /// <exception cref="ArgumentException">There is no layer, or one without strengths, or there are more than 1,048,576 combinations.</exception>
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

    /// <summary>Combinations whose logarithms are drawn uniformly, each layer's from its own range.</summary>
    /// <param name="layers">For each layer its range: one layer at least.</param>
    /// <param name="count">How many combinations: at least 1, at most 1,048,576.</param>
    /// <param name="seed">Any number. It gives the same combinations on every machine.</param>
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

        var combinations = new ImmutableArray<double>[CandidateList.Count(count)];
        var random = new SplitMix64(seed);
        foreach (ref var combination in combinations.AsSpan())
        {
            combination = [.. layers.Select(range => range.Draw(random))];
        }

        return combinations;
    }
}
