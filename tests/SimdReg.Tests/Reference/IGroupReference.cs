namespace SimdReg.Tests.Reference;

/// <summary>A penalty φ(‖w‖) on a group, as mathematics in double.</summary>
internal interface IGroupReference
{
    /// <summary>Whether it is a set, which has no gradient.</summary>
    bool IsSet => false;

    /// <summary>Whether it is a set of groups of one norm: near it, a group stays as it is.</summary>
    bool IsSphere => false;

    double Value(double norm, int size);

    /// <summary>φ′(‖w‖)</summary>
    double Slope(double norm, int size);

    /// <summary>The norm after a proximal step.</summary>
    double ProximalStep(double norm, double rate, int size);
}

/// <summary>φ(n) = s·d·n</summary>
internal sealed class GroupLassoReference(double strength, bool scalesWithSize = false) : IGroupReference
{
    public double Value(double norm, int size) => Slope(norm, size) * norm;

    public double Slope(double norm, int size) => scalesWithSize ? strength * Math.Sqrt(size) : strength;

    public double ProximalStep(double norm, double rate, int size)
    {
        var threshold = rate * Slope(norm, size);
        return double.IsNaN(norm) ? norm : norm > threshold ? norm - threshold : 0;
    }
}

/// <summary>φ(n) = (s·d/2)·n²</summary>
internal sealed class GroupRidgeReference(double strength, bool scalesWithSize = false) : IGroupReference
{
    public double Value(double norm, int size) => Factor(size) * norm / 2 * norm;

    public double Slope(double norm, int size) => Factor(size) * norm;

    public double ProximalStep(double norm, double rate, int size) => norm / (1 + (rate * Factor(size)));

    private double Factor(int size) => scalesWithSize ? strength * Math.Sqrt(size) : strength;
}

/// <summary>φ(n) = 0 up to c, +∞ beyond</summary>
internal sealed class MaxNormReference(double bound) : IGroupReference
{
    public bool IsSet => true;

    public double Value(double norm, int size) => double.IsNaN(norm) || norm > bound ? norm / 0 : 0;

    public double Slope(double norm, int size) => 0;

    public double ProximalStep(double norm, double rate, int size) => norm > bound ? bound : norm;
}

/// <summary>φ(n) = 0 at n = 1 and in a group of zeros, +∞ elsewhere</summary>
internal sealed class UnitNormReference : IGroupReference
{
    public bool IsSet => true;

    public bool IsSphere => true;

    public double Value(double norm, int size) => norm == 0 || norm == 1 ? 0 : norm / 0;

    public double Slope(double norm, int size) => 0;

    public double ProximalStep(double norm, double rate, int size) => norm > 0 ? 1 : norm;
}
