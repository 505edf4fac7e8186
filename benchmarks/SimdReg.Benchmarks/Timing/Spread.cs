namespace SimdReg.Benchmarks.Timing;

/// <summary>The middle of the samples, and where half of them lie, in seconds a call.</summary>
internal readonly record struct Spread(double Median, double LowerQuartile, double UpperQuartile)
{
    public static Spread Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new(sorted[sorted.Length / 2], sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4]);
    }

    /// <summary>The same for one of so many elements.</summary>
    public static Spread operator /(Spread spread, int elementCount) =>
        new(spread.Median / elementCount, spread.LowerQuartile / elementCount, spread.UpperQuartile / elementCount);
}
