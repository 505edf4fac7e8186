using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Benchmarks.Support;

/// <summary>The sums of OpenBLAS, on machines that have it.</summary>
internal static unsafe partial class OpenBlas
{
    /// <summary>The category of the benchmarks that call it, and are left out where it is missing.</summary>
    public const string Category = "OpenBLAS";

    /// <summary>The name under which Linux distributions install it.</summary>
    public const string Library = "libopenblas.so.0";

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Uses as many threads as everything else that is measured here.</summary>
    public static void UseOneThread() => SetThreadCount(1);

    /// <summary>Σ|w|, in the type of the weights.</summary>
    public static T SumOfMagnitudes<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* w = weights)
        {
            return typeof(T) == typeof(float)
                ? Unsafe.BitCast<float, T>(Sasum(weights.Length, (float*)w, 1))
                : Unsafe.BitCast<double, T>(Dasum(weights.Length, (double*)w, 1));
        }
    }

    /// <summary>Σw², in <see langword="double"/> for floats as well.</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* w = weights)
        {
            return typeof(T) == typeof(float)
                ? Dsdot(weights.Length, (float*)w, 1, (float*)w, 1)
                : Ddot(weights.Length, (double*)w, 1, (double*)w, 1);
        }
    }

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreadCount(int count);

    [LibraryImport(Library, EntryPoint = "cblas_sasum")]
    private static partial float Sasum(int length, float* x, int step);

    [LibraryImport(Library, EntryPoint = "cblas_dasum")]
    private static partial double Dasum(int length, double* x, int step);

    [LibraryImport(Library, EntryPoint = "cblas_dsdot")]
    private static partial double Dsdot(int length, float* x, int stepX, float* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_ddot")]
    private static partial double Ddot(int length, double* x, int stepX, double* y, int stepY);
}
