namespace SimdReg.Tests.Reference;

/// <summary>Projections by their textbook definitions, in double: sorted, one element at a time.</summary>
internal static class ProjectionReference
{
    public static double[] L1Ball(double[] weights, double radius) =>
        weights.Sum(Math.Abs) <= radius
            ? weights
            : Reduce(weights.Select(Math.Abs).ToArray(), radius) is var magnitudes ? [.. weights.Zip(magnitudes, (w, m) => Math.Sign(w) * m)] : [];

    public static double[] Simplex(double[] weights, double total) => Reduce(weights, total);

    public static double[] L2Ball(double[] weights, double radius)
    {
        var largest = weights.Max(Math.Abs);
        var norm = largest == 0 ? 0 : largest * Math.Sqrt(weights.Sum(w => w / largest * (w / largest)));
        return norm <= radius ? weights : [.. weights.Select(w => w / norm * radius)];
    }

    public static double[] LInfinityBall(double[] weights, double radius) =>
        [.. weights.Select(w => Math.Abs(w) > radius ? Math.Sign(w) * radius : w)];

    /// <summary>Whether each weight stays: the first in the stable order of falling magnitudes, NaN above all.</summary>
    public static bool[] TopK(double[] weights, int count)
    {
        var stays = new bool[weights.Length];
        foreach (var index in Enumerable.Range(0, weights.Length).OrderByDescending(i => Rank(weights[i])).Take(count))
        {
            stays[index] = true;
        }

        return stays;
    }

    public static bool[] NMSparsity(double[] weights, int kept, int blockLength) =>
        [.. weights.Chunk(blockLength).SelectMany(block => TopK(block, kept))];

    private static (bool IsNaN, double Magnitude) Rank(double weight) => (double.IsNaN(weight), double.IsNaN(weight) ? 0 : Math.Abs(weight));

    /// <summary>max(x − τ, 0), with τ from the sorted numbers: of all means (x₁ + … + xₖ − radius) / k, the largest.</summary>
    private static double[] Reduce(double[] numbers, double radius)
    {
        var (sum, count, threshold) = (0.0, 0, double.NegativeInfinity);
        foreach (var x in numbers.OrderDescending())
        {
            sum += x;
            count++;
            threshold = Math.Max(threshold, (sum - radius) / count);
        }

        return [.. numbers.Select(x => Math.Max(x - threshold, 0))];
    }
}
