namespace MpiExample;

/// <summary>The logistic loss of a score: log(1 + e⁻ᶻ) of a positive example, log(1 + eᶻ) of a negative one.</summary>
internal static class Logistic
{
    // ln 2 in two parts. The first has zeros in its last 32 bits, so that its product with a small integer is exact.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>p − y, the derivative of the loss with respect to the score, where p = 1/(1 + e⁻ᶻ) is the probability of a positive example.</summary>
    public static double Slope(double score, bool isPositive) => (1 / (1 + Exp(-score))) - (isPositive ? 1 : 0);

    /// <summary>The loss.</summary>
    // Only a printed line depends on the loss, so the logarithm may be the system's.
    public static double Loss(double score, bool isPositive) => Math.Log(1 + Exp(isPositive ? -score : score));

    /// <summary>eˣ, from operations that round alike on every machine.</summary>
    /// <remarks>
    /// <see cref="Math.Exp"/> calls the system's library, whose last bit may differ between two versions or processors. Between machines that differ there,
    /// the weights would depend on which of them had which example.
    /// </remarks>
    public static double Exp(double x)
    {
        x = Math.Clamp(x, -700, 700);
        var exponent = Math.Round(x / Ln2High);
        var rest = x - (exponent * Ln2High) - (exponent * Ln2Low);

        // The Taylor series: |rest| is at most 0.35, so 0.35¹⁵/15! is far below the last bit.
        var sum = 1.0;
        for (var i = 14; i > 0; i--)
        {
            sum = 1 + (sum * rest / i);
        }

        return Math.ScaleB(sum, (int)exponent);
    }
}
