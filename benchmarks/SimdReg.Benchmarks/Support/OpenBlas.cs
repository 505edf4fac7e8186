using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Benchmarks.Support;

/// <summary>The sums and steps of OpenBLAS, on machines that have it.</summary>
internal static unsafe partial class OpenBlas
{
    /// <summary>The category of the benchmarks that call it, and are left out where it is missing.</summary>
    public const string Category = "OpenBLAS";

    /// <summary>The name under which Linux distributions install it.</summary>
    public const string Library = "libopenblas.so.0";

    /// <summary>The environment variable that says for which processor it should take this one.</summary>
    public const string CoreVariable = "OPENBLAS_CORETYPE";

    // Before the first call of any kind, also in a process that never asks whether the library is there.
    static OpenBlas()
    {
        IsPresent = NativeLibrary.TryLoad(Library, out _);
        if (IsPresent)
        {
            SetThreadCount(1); // As many as everything else that is measured here.
        }
    }

    public static bool IsPresent { get; }

    /// <summary>Whether it takes this processor for one of 2004. Then <c>dsdot</c> takes six times as long as it could.</summary>
    public static bool IsTakenForOld => Avx2.IsSupported && Version?.Contains("Prescott", StringComparison.Ordinal) == true;

    /// <summary>A processor that it knows, with instructions that this one has too.</summary>
    public static string NewestCore => Avx512F.IsSupported ? "SkylakeX" : "Haswell";

    /// <summary>The version and how it was built.</summary>
    public static string? Version => Marshal.PtrToStringUTF8(GetConfig());

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

    /// <summary>Σw², in the type of the weights.</summary>
    public static T SumOfSquares<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* w = weights)
        {
            return typeof(T) == typeof(float)
                ? Unsafe.BitCast<float, T>(Sdot(weights.Length, (float*)w, 1, (float*)w, 1))
                : Unsafe.BitCast<double, T>(Ddot(weights.Length, (double*)w, 1, (double*)w, 1));
        }
    }

    /// <summary>Σw² by <c>dsdot</c> or <c>ddot</c>, a <see langword="double"/> for floats as well.</summary>
    /// <remarks>
    /// All but the oldest kernels add 32 products of floats as floats, and only these sums in <see langword="double"/>: of 4096, 1 and
    /// 30 zeros <c>dsdot</c> is 2²⁴ there, not 2²⁴ + 1.
    /// </remarks>
    public static double SumOfSquaresByDsdot<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* w = weights)
        {
            return typeof(T) == typeof(float)
                ? Dsdot(weights.Length, (float*)w, 1, (float*)w, 1)
                : Ddot(weights.Length, (double*)w, 1, (double*)w, 1);
        }
    }

    /// <summary>y ← a·y</summary>
    public static void Scale<T>(T a, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* to = y)
        {
            if (typeof(T) == typeof(float))
            {
                Sscal(y.Length, Unsafe.BitCast<T, float>(a), (float*)to, 1);
            }
            else
            {
                Dscal(y.Length, Unsafe.BitCast<T, double>(a), (double*)to, 1);
            }
        }
    }

    /// <summary>y ← a·x + y</summary>
    public static void AddScaled<T>(T a, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* from = x, to = y)
        {
            if (typeof(T) == typeof(float))
            {
                Saxpy(y.Length, Unsafe.BitCast<T, float>(a), (float*)from, 1, (float*)to, 1);
            }
            else
            {
                Daxpy(y.Length, Unsafe.BitCast<T, double>(a), (double*)from, 1, (double*)to, 1);
            }
        }
    }

    /// <summary>y ← a·x + b·y</summary>
    public static void AddScaled<T>(T a, ReadOnlySpan<T> x, T b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* from = x, to = y)
        {
            if (typeof(T) == typeof(float))
            {
                Saxpby(y.Length, Unsafe.BitCast<T, float>(a), (float*)from, 1, Unsafe.BitCast<T, float>(b), (float*)to, 1);
            }
            else
            {
                Daxpby(y.Length, Unsafe.BitCast<T, double>(a), (double*)from, 1, Unsafe.BitCast<T, double>(b), (double*)to, 1);
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreadCount(int count);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();

    [LibraryImport(Library, EntryPoint = "cblas_sasum")]
    private static partial float Sasum(int length, float* x, int step);

    [LibraryImport(Library, EntryPoint = "cblas_dasum")]
    private static partial double Dasum(int length, double* x, int step);

    [LibraryImport(Library, EntryPoint = "cblas_sdot")]
    private static partial float Sdot(int length, float* x, int stepX, float* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_dsdot")]
    private static partial double Dsdot(int length, float* x, int stepX, float* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_ddot")]
    private static partial double Ddot(int length, double* x, int stepX, double* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_sscal")]
    private static partial void Sscal(int length, float a, float* y, int step);

    [LibraryImport(Library, EntryPoint = "cblas_dscal")]
    private static partial void Dscal(int length, double a, double* y, int step);

    [LibraryImport(Library, EntryPoint = "cblas_saxpy")]
    private static partial void Saxpy(int length, float a, float* x, int stepX, float* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_daxpy")]
    private static partial void Daxpy(int length, double a, double* x, int stepX, double* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_saxpby")]
    private static partial void Saxpby(int length, float a, float* x, int stepX, float b, float* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_daxpby")]
    private static partial void Daxpby(int length, double a, double* x, int stepX, double b, double* y, int stepY);
}
