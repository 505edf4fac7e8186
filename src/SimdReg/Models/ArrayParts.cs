using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>The parts of arrays between two positions, which count the weights of all arrays consecutively.</summary>
/// <remarks>
/// An array is cut only at a cache line, counted from its first weight. So no two threads write the same line of state, and of weights
/// only where an array does not start on a line.
/// </remarks>
internal ref struct ArrayParts<T>(ReadOnlySpan<ParameterArray<T>> arrays, long start, long end)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<ParameterArray<T>> _arrays = arrays;
    private readonly long _start = start;
    private readonly long _end = end;
    private int _next = start == 0 ? 0 : FirstBeyond(arrays, start);

    /// <summary>The array of the current part.</summary>
    public ParameterArray<T> Array { get; private set; } = null!;

    /// <summary>The index of the first weight of the part in its array.</summary>
    public int Start { get; private set; }

    /// <summary>The length of the part: at least 1.</summary>
    public int Length { get; private set; }

    /// <summary>The weights of the part.</summary>
    public readonly Span<T> Weights => Array.Weights.Span.Slice(Start, Length);

    /// <summary>The gradients of the part.</summary>
    public readonly ReadOnlySpan<T> Gradients => Array.Gradients.Span.Slice(Start, Length);

    public bool MoveNext()
    {
        while (_next < _arrays.Length && _arrays[_next].Offset < _end)
        {
            Array = _arrays[_next++];
            Start = Cut(_start);
            Length = Cut(_end) - Start;
            if (Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The index in the array for a position, rounded down to a whole cache line.</summary>
    private readonly int Cut(long place)
    {
        var index = place - Array.Offset;
        return index <= 0 ? 0
            : index >= Array.Length ? Array.Length
            : (int)index & -(Thresholds.CacheLineBytes / Unsafe.SizeOf<T>());
    }

    /// <summary>The first array that ends after a position.</summary>
    private static int FirstBeyond(ReadOnlySpan<ParameterArray<T>> arrays, long place)
    {
        var (low, high) = (0, arrays.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = arrays[middle].Offset + arrays[middle].Length <= place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>The weights or the gradients of parts of arrays, in blocks.</summary>
internal ref struct PartBlocks<T>(ArrayParts<T> parts, bool areGradients) : IBlocks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _areGradients = areGradients;
    private ArrayParts<T> _parts = parts;
    private Blocks<T> _blocks;

    public readonly ReadOnlySpan<T> Current => _blocks.Current;

    public bool MoveNext()
    {
        while (!_blocks.MoveNext())
        {
            if (!_parts.MoveNext())
            {
                return false;
            }

            _blocks = new(_areGradients ? _parts.Gradients : _parts.Weights);
        }

        return true;
    }
}
