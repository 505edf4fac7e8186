using System.Numerics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>What all benchmarks over spans share.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[Config(typeof(Settings))]
public abstract class SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const double Strength = 0.1;

    /// <summary>s</summary>
    protected static readonly T S = T.CreateTruncating(Strength);

    /// <summary>8 KiB: of this length three spans together fit into a first-level cache.</summary>
    protected static readonly int BlockLength = 8192 / Unsafe.SizeOf<T>();

    /// <summary>The number of elements.</summary>
    public abstract int Count { get; set; }

    /// <summary>Makes what is walked.</summary>
    public abstract void Setup();

    /// <summary>Frees it, where the garbage collector does not.</summary>
    public virtual void Cleanup()
    {
    }
}
