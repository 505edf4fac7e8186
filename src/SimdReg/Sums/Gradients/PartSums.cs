using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The memory of a part of the elements, of which all spans are added before the next part.</summary>
/// <param name="memory"><see cref="MemoryLength"/> numbers.</param>
internal ref struct PartSums<T>(Span<T> memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest number of elements: all memory of a part stays in the first-level cache.</summary>
    public const int Length = 1024;

    /// <summary>The number of numbers that the caller provides: five times as many, each a cache line further, since loads wait for stores to the same place of another page.</summary>
    public const int MemoryLength = 5 * Stride;

    private const int Stride = Length + Thresholds.CacheLineBytes / sizeof(float);

    /// <summary>The largest number of spans for which twice the bound outweighs the roundings of the bound, see <c>docs/numerics.md</c>.</summary>
    private const int MostBoundedParts = 1 << 20;

    private readonly Span<T> _memory = memory;
    private ExactTotal? _total;

    /// <summary>The largest divisor for which the remainders are exact: every smaller integer is a number of the type.</summary>
    private static long LargestDivisor => Element<T>.IsSingle ? 1L << 24 : 1L << 53;

    /// <summary>Sums some elements of the parts, and divides the sums.</summary>
    /// <returns>The quotients, which the next call overwrites.</returns>
    public ReadOnlySpan<T> Sum<TPart, TReader>(ReadOnlySpan<TPart> parts, int start, int length, long divisor)
        where TReader : struct, IPartReader<TPart, T>
    {
        var sums = Slot(0, length);
        if (parts.Length == 1 && divisor == 1)
        {
            // −0 + 0 is +0, and every other number stays.
            TensorPrimitives.Add(TReader.Read(parts[0], start, length, Slot(3, length)), T.Zero, sums);
            return sums;
        }

        if (divisor > LargestDivisor)
        {
            sums.Fill(T.NaN);
        }
        else
        {
            StateSpans<T> state = new(2, Slot(1, length), Slot(2, length), default);
            Accumulate<TPart, TReader>(parts, sums, in state, start);
            Round(sums, in state, divisor, parts.Length > MostBoundedParts ? double.PositiveInfinity : 2);
        }

        if (!TensorPrimitives.IsFiniteAll<T>(sums))
        {
            Again<TPart, TReader>(parts, sums, start, divisor);
        }

        return sums;
    }

    private static void Round(Span<T> sums, in StateSpans<T> state, long divisor, double factor)
    {
        if (divisor == 1)
        {
            WidestLanes.UpdatePart(sums, sums, in state, new SumRounding<T>(factor), fetches: false);
        }
        else if (long.IsPow2(divisor))
        {
            WidestLanes.UpdatePart(sums, sums, in state, new ScaledRounding<T>(1.0 / divisor, factor), fetches: false);
        }
        else
        {
            WidestLanes.UpdatePart(sums, sums, in state, new MeanRounding<T>(divisor, factor / divisor), fetches: false);
        }
    }

    private readonly void Accumulate<TPart, TReader>(ReadOnlySpan<TPart> parts, Span<T> sums, in StateSpans<T> state, int start)
        where TReader : struct, IPartReader<TPart, T>
    {
        if (parts.Length < 2)
        {
            sums.Clear();
            state.First.Clear();
            state.Second.Clear();
        }

        // Two at a time: s, e and b are loaded and stored half as often.
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            var first = TReader.Read(parts[i], start, sums.Length, Slot(3, sums.Length));
            var second = TReader.Read(parts[i + 1], start, sums.Length, Slot(4, sums.Length));
            StateSpans<T> pair = new(3, state.First, state.Second, MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(second), second.Length));
            if (i == 0)
            {
                WidestLanes.UpdatePart(sums, first, in pair, default(FirstPairFormula), fetches: true);
            }
            else
            {
                WidestLanes.UpdatePart(sums, first, in pair, default(PairFormula), fetches: true);
            }
        }

        if (int.IsOddInteger(parts.Length))
        {
            WidestLanes.UpdatePart(sums, TReader.Read(parts[^1], start, sums.Length, Slot(3, sums.Length)), in state, default(AccumulationFormula), fetches: true);
        }
    }

    /// <summary>Replaces what is not finite: by the special value that the numbers give, or by their exact quotient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Again<TPart, TReader>(ReadOnlySpan<TPart> parts, Span<T> sums, int start, long divisor)
        where TReader : struct, IPartReader<TPart, T>
    {
        var specials = Slot(1, sums.Length);
        var buffer = Slot(3, sums.Length);
        specials.Clear();
        foreach (var part in parts)
        {
            WidestLanes.UpdatePart(specials, TReader.Read(part, start, sums.Length, buffer), default, default(SpecialFormula), fetches: false);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            if (!T.IsFinite(sums[i]))
            {
                sums[i] = specials[i] == T.Zero ? Exactly<TPart, TReader>(parts, start + i, divisor, buffer) : specials[i];
            }
        }
    }

    private T Exactly<TPart, TReader>(ReadOnlySpan<TPart> parts, int index, long divisor, Span<T> buffer)
        where TReader : struct, IPartReader<TPart, T>
    {
        _total ??= new();
        _total.Clear();
        foreach (var part in parts)
        {
            _total.Add(TReader.Read(part, index, 1, buffer)[0]);
        }

        return _total.Round<T>(divisor);
    }

    private readonly Span<T> Slot(int number, int length) => _memory.Slice(number * Stride, length);
}
