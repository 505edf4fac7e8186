using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Sums;

/// <summary>Stored numbers in blocks that are widened into a buffer.</summary>
/// <remarks>A copy shares the buffer: only one of the copies may be read at a time.</remarks>
internal ref struct StoredBlocks(ReadOnlyStoredSpan span, Span<float> buffer) : IBlocks<float>
{
    /// <summary>The length of a buffer that fits the first-level cache, long enough that the sum of a block hides its start.</summary>
    public const int BufferLength = 4096;

    private readonly ReadOnlyStoredSpan _span = span;
    private readonly Span<float> _buffer = buffer;
    private int _start;

    public ReadOnlySpan<float> Current { get; private set; }

    public bool MoveNext()
    {
        var length = Math.Min(_buffer.Length, _span.Length - _start);
        StoredNumbers.Widen(_span.Slice(_start, length), _buffer[..length]);
        _start += length;
        Current = _buffer[..length];
        return length > 0;
    }
}

/// <summary>Sums over stored numbers: those of <see cref="SpanSums"/> over the widened numbers.</summary>
internal static class NarrowSums
{
    /// <summary>Σ p(w) for any penalty.</summary>
    // Optimised from the first call, as in SpanSums: unoptimised, NormStrengths.TryGet boxes the penalty.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Of<TPenalty>(ReadOnlyStoredSpan weights, TPenalty penalty, int maxDegreeOfParallelism)
        where TPenalty : struct, IPenalty
    {
        if (weights.Format == NumberFormat.Single)
        {
            return SpanSums.Of(weights.As<float>(), penalty, maxDegreeOfParallelism);
        }

        return TPenalty.IsStructured ? OfWidened(weights, penalty, maxDegreeOfParallelism)
            : NormStrengths.TryGet(penalty, out var norms)
            ? Of(weights, norms, maxDegreeOfParallelism)
            : Element<float>.Round(Over<TermReduction<float, ValueTerm<TPenalty>>, DoubleDouble>(weights, new(new(penalty)), maxDegreeOfParallelism).High);
    }

    private static float OfWidened<TPenalty>(ReadOnlyStoredSpan weights, TPenalty penalty, int maxDegreeOfParallelism)
        where TPenalty : struct, IPenalty
    {
        var array = ArrayPool<float>.Shared.Rent(weights.Length);
        StoredNumbers.Widen(weights, array.AsSpan(0, weights.Length));
        var sum = SpanSums.Of<float, TPenalty>(array.AsSpan(0, weights.Length), penalty, maxDegreeOfParallelism);
        ArrayPool<float>.Shared.Return(array);
        return sum;
    }

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², correctly rounded.</summary>
    public static float Of(ReadOnlyStoredSpan weights, NormStrengths norms, int maxDegreeOfParallelism)
    {
        if (weights.Format == NumberFormat.Single)
        {
            return SpanSums.Of(weights.As<float>(), norms, maxDegreeOfParallelism);
        }

        var magnitudes = norms.AsksMagnitudes ? Over<NormReduction<float, MagnitudeTerm>, BoundedSum>(weights, default, maxDegreeOfParallelism) : default;
        var squares = norms.AsksSquares ? Over<NormReduction<float, SquareTerm>, BoundedSum>(weights, default, maxDegreeOfParallelism) : default;
        return SpanSums.Rounded<float, StoredBlocks>(
            Certificate.Enclose<float>(magnitudes, squares, norms), new(weights, stackalloc float[StoredBlocks.BufferLength]), norms);
    }

    /// <summary>Measures the weights in one pass.</summary>
    public static WeightSums<float> Measure(ReadOnlyStoredSpan weights, int maxDegreeOfParallelism) =>
        weights.Format == NumberFormat.Single
            ? SpanSums.Measure(weights.As<float>(), maxDegreeOfParallelism)
            : SpanSums.Rounded<float, StoredBlocks>(
                Over<MeasureReduction<float>, WeightTally<float>>(weights, default, maxDegreeOfParallelism),
                new(weights, stackalloc float[StoredBlocks.BufferLength]));

    /// <summary>Whether all numbers are finite.</summary>
    public static bool AreFinite(ReadOnlyStoredSpan numbers, int maxDegreeOfParallelism) =>
        Over<FiniteReduction, long>(numbers, default, maxDegreeOfParallelism) == 0;

    private static TResult Over<TReduction, TResult>(ReadOnlyStoredSpan weights, TReduction reduction, int maxDegreeOfParallelism)
        where TReduction : struct, IReduction<float, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism)
            ? Threads<TReduction, TResult>(weights, reduction, maxDegreeOfParallelism)
            : OneThread<TReduction, TResult>(weights, reduction);

    // Separate from Over, which would allocate the closure on one thread too.
    private static unsafe TResult Threads<TReduction, TResult>(ReadOnlyStoredSpan weights, TReduction reduction, int maxDegreeOfParallelism)
        where TReduction : struct, IReduction<float, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
    {
        fixed (byte* pinned = &weights.First)
        {
            var (first, format, size) = ((nint)pinned, weights.Format, weights.Format.ByteSize());
            return ParallelRanges.Sum(weights.Length, Blocks<float>.Length, maxDegreeOfParallelism, (start, end) =>
                OneThread<TReduction, TResult>(
                    new(new StoredSpan(ref *((byte*)first + (start * size)), (int)(end - start), format)), reduction));
        }
    }

    private static TResult OneThread<TReduction, TResult>(ReadOnlyStoredSpan weights, TReduction reduction)
        where TReduction : struct, IReduction<float, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult> =>
        SpanSums.Over<float, StoredBlocks, TReduction, TResult>(new(weights, stackalloc float[StoredBlocks.BufferLength]), reduction);
}
