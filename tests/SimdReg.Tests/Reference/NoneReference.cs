namespace SimdReg.Tests.Reference;

/// <summary>p(w) = 0</summary>
internal sealed class NoneReference : IPenaltyReference
{
    public double Value(double w) => 0;

    T IPenaltyReference.AddGradient<T>(T w, T g) => g;

    T IPenaltyReference.ProximalStep<T>(T v, T rate) => v;
}
