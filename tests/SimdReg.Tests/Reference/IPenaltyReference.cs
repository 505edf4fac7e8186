using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>A penalty on one weight, in plain scalar code without lanes.</summary>
/// <remarks>
/// The value is the mathematics, in double. The other two run in any type: in the element type they follow the
/// documented order of operations, each rounded once, to the bit; in double they are the mathematics for floats.
/// </remarks>
internal interface IPenaltyReference
{
    double Value(double w);

    T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>;

    T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>;
}
