using System.Numerics;
using System.Runtime.InteropServices;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>The parts of arrays between two positions, which count the weights of all arrays consecutively.</summary>
/// <remarks>
/// An array is cut only at a multiple of 256, counted from its first weight: a block of 8-bit state, and several cache lines of anything else. So
/// no two threads write the same line of state, and of weights only where an array does not start on a line.
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

    /// <summary>Whether the part is of stored numbers.</summary>
    public readonly bool IsStored => Array.StoredWeights is not null;

    /// <summary>The weights of the part, if they are stored.</summary>
    public readonly StoredSpan StoredWeights => Array.StoredWeights!.Span.Slice(Start, Length);

    /// <summary>The gradients of the part, if they are stored.</summary>
    public readonly ReadOnlyStoredSpan StoredGradients => Array.StoredGradients!.Span.Slice(Start, Length);

    /// <summary>The weights of the part, if they are not stored.</summary>
    public readonly Span<T> Weights => Array.Weights.Span.Slice(Start, Length);

    /// <summary>The gradients of the part, if they are not stored.</summary>
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

    /// <summary>The index in the array for a position.</summary>
    private readonly int Cut(long place)
    {
        var index = place - Array.Offset;
        return index <= 0 ? 0
            : index >= Array.Length ? Array.Length
            : Array.Optimizer.CutFrom((int)index);
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
/// <param name="parts">The parts.</param>
/// <param name="areGradients">Whether the blocks are of gradients.</param>
/// <param name="buffer">Where stored numbers are widened; may be empty without any. Copies share it: only one of them may be read at a time.</param>
internal ref struct PartBlocks<T>(ArrayParts<T> parts, bool areGradients, Span<T> buffer) : IBlocks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _areGradients = areGradients;
    private readonly Span<T> _buffer = buffer;
    private ArrayParts<T> _parts = parts;
    private Blocks<T> _blocks;
    private StoredBlocks _stored;
    private bool _isStored;

    public readonly ReadOnlySpan<T> Current => _isStored ? MemoryMarshal.Cast<float, T>(_stored.Current) : _blocks.Current;

    public bool MoveNext()
    {
        while (!(_isStored ? _stored.MoveNext() : _blocks.MoveNext()))
        {
            if (!_parts.MoveNext())
            {
                return false;
            }

            _isStored = _parts.IsStored;
            if (_isStored)
            {
                _stored = new(_areGradients ? _parts.StoredGradients : _parts.StoredWeights, MemoryMarshal.Cast<T, float>(_buffer));
            }
            else
            {
                _blocks = new(_areGradients ? _parts.Gradients : _parts.Weights);
            }
        }

        return true;
    }
}
