namespace SimdReg.Tests.Examples;

/// <summary>A group penalty from outside the library: φ(n) = s·n − n²/(2γ) up to n = γ·s, and γ·s²/2 beyond.</summary>
public readonly record struct GroupMcp(double Strength, double Gamma) : IGroupPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public double Gamma { get; init; } = Gamma > 0 ? Gamma : throw new ArgumentOutOfRangeException(nameof(Gamma), Gamma, "Gamma must be above 0.");

    public static bool IsConvex => false;

    public bool IsZero => Strength == 0;

    public double Value(double norm, int size) => Math.Min(norm, Gamma * Strength) * (Strength - (Math.Min(norm, Gamma * Strength) / (2 * Gamma)));

    public double Slope(double norm, int size) => Math.Max(Strength - (norm / Gamma), 0);

    public double ProximalStep(double norm, double rate, int size) =>
        rate < Gamma ? Math.Min(norm, Math.Max(norm - (rate * Strength), 0) / (1 - (rate / Gamma)))
        : norm <= Strength * Math.Sqrt(rate * Gamma) ? 0 : norm;
}
