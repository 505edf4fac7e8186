using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Benchmarks.Support;

/// <summary><see cref="Buffer.MemoryCopy(void*, void*, long, long)"/>: each byte read once and written once, and nothing computed.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed unsafe class MemoryCopy<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _from;
    private readonly T[] _to;
    private readonly int _count;

    /// <param name="count">The number of elements to copy.</param>
    public MemoryCopy(int count)
    {
        _count = count;
        _from = new T[count + Spacing];
        _to = new T[count + Spacing];
        Numbers.Fill<T>(_from, new Random(Seed: 1));
        Numbers.Fill<T>(_to, new Random(Seed: 1));
    }

    /// <summary>How many elements longer than 2ⁿ an array is that is copied.</summary>
    /// <remarks>
    /// Arrays of 2ⁿ elements, made one after the other, lie whole pages apart and a few bytes. On Zen 3 a copy between two such
    /// arrays takes up to twenty times as long as any other.
    /// </remarks>
    public static int Spacing { get; } = 1024 / Unsafe.SizeOf<T>();

    public void Run()
    {
        fixed (T* from = _from, to = _to)
        {
            var size = (long)_count * sizeof(T);
            Buffer.MemoryCopy(from, to, size, size);
        }
    }
}
