using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace SimdReg.Benchmarks.Support;

/// <summary>The linear algebra of MathNet.Numerics, in its own managed code and on one thread.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
internal static class MathNetProvider<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static ILinearAlgebraProvider<T> Managed { get; } = Make();

    private static ILinearAlgebraProvider<T> Make()
    {
        Control.UseManaged();
        Control.UseSingleThread();
        return (ILinearAlgebraProvider<T>)LinearAlgebraControl.Provider;
    }
}
