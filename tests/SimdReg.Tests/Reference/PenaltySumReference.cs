namespace SimdReg.Tests.Reference;

/// <summary>Σ p(w), each term rounded to double and their sum exact.</summary>
internal static class PenaltySumReference
{
    /// <summary>The sums over the first 0, 1, 2, … weights.</summary>
    public static ExactSum[] Prefixes(IPenaltyReference penalty, IEnumerable<double> weights) =>
        ExactSum.Prefixes(weights.Select(w => ExactSum.Of(penalty.Value(w))));
}
