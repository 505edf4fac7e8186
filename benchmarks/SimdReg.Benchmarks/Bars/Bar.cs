namespace SimdReg.Benchmarks.Bars;

/// <summary>How many times as fast as another SimdReg must be, at one length.</summary>
/// <param name="Row">What is compared.</param>
/// <param name="Type">The element type.</param>
/// <param name="Count">The number of elements.</param>
/// <param name="Least">The ratio that must be reached.</param>
/// <param name="Open">Makes what is compared, and what frees it.</param>
internal sealed record Bar(string Row, string Type, int Count, double Least, Func<(Comparison Sides, Action Close)> Open)
{
    public (double Ratio, double Ours, double Theirs) Measure(double seconds)
    {
        var (sides, close) = Open();
        try
        {
            var (ours, theirs) = sides.Measure(seconds);
            return (theirs / ours, ours / Count, theirs / Count);
        }
        finally
        {
            close();
        }
    }
}
