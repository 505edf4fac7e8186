namespace SimdReg;

/// <summary>The slope with which a hard threshold is written as a line: steep enough that one unit in the last place above the threshold exceeds the number.</summary>
internal static class Steepest
{
    /// <summary>2¹⁰⁰</summary>
    public const double Slope = 1.2676506002282294e30;
}
