using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Groups;

/// <summary>Keeps the weights of the largest magnitudes, of equal ones those with the lowest indices.</summary>
internal static class LargestMagnitudes
{
    /// <summary>The bits of a digit: the counts of its values fill half of a first-level cache or less.</summary>
    private const int DigitBits = 11;

    /// <summary>Keeps this number of weights, at most all, and makes the others +0. If they already are zero, of either sign, nothing changes.</summary>
    public static void Keep<T>(Span<T> weights, int count, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == weights.Length)
        {
            return;
        }

        if (count == 0)
        {
            if (weights.ContainsAnyExcept(T.Zero))
            {
                weights.Clear();
            }

            return;
        }

        var (last, kept, equal) = Select<T>(weights, count);
        if (kept == 0)
        {
            return;
        }

        // No number is less than NaN, so weights are then compared by their keys.
        if (kept == equal && last < NaNKey<T>())
        {
            ParallelUpdate.Run(weights, new SmallestKept(Number<T>(last)), maxDegreeOfParallelism);
        }
        else
        {
            KeepFirst(weights, last, kept);
        }
    }

    /// <summary>Does the same in each block of a length of at most <see cref="Thresholds.LongestRankedBlock"/>: counts for each weight those that go before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepInBlocks<T>(Span<T> weights, int length, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<ulong> keys = stackalloc ulong[Thresholds.LongestRankedBlock];
        keys = keys[..length];
        for (; !weights.IsEmpty; weights = weights[length..])
        {
            var nonZeros = 0;
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = Key(weights[i]);
                nonZeros += keys[i] != 0 ? 1 : 0;
            }

            for (var i = 0; nonZeros > count && i < keys.Length; i++)
            {
                // Without branches, which no processor could predict.
                var (key, rank) = (keys[i], 0);
                for (var j = 0; j < i; j++)
                {
                    rank += keys[j] >= key ? 1 : 0;
                }

                for (var j = i + 1; j < keys.Length; j++)
                {
                    rank += keys[j] > key ? 1 : 0;
                }

                weights[i] = Masked(weights[i], rank < count ? 1 : 0);
            }
        }
    }

    /// <summary>The magnitude as an integer with the same order, in which every NaN is the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key<T>(T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Element<T>.IsSingle
            ? Math.Min(BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(weight)) & 0x7FFF_FFFFU, (uint)NaNKey<T>())
            : Math.Min(BitConverter.DoubleToUInt64Bits(Unsafe.BitCast<T, double>(weight)) & 0x7FFF_FFFF_FFFF_FFFFUL, NaNKey<T>());

    /// <summary>The key of NaN: that of infinity, plus 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NaNKey<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Element<T>.IsSingle ? 0x7F80_0001UL : 0x7FF0_0000_0000_0001UL;

    private static double Number<T>(ulong key)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Element<T>.IsSingle ? BitConverter.UInt32BitsToSingle((uint)key) : BitConverter.UInt64BitsToDouble(key);

    /// <summary>Selects the magnitude in this place, counted from the largest: its key, how many equal ones are among so many largest, and how many there are. Zeros if no other weight is not zero.</summary>
    /// <remarks>Digit by digit, from the highest: the weights with each value of a digit are counted, and those with the right value copied.</remarks>
    private static (ulong Key, int Kept, int Equal) Select<T>(ReadOnlySpan<T> weights, int place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> counts = stackalloc int[1 << DigitBits];
        T[]? copy = null;
        var key = 0UL;
        for (var shift = (Element<T>.IsSingle ? 31 : 63) - DigitBits; ; shift = Math.Max(shift - DigitBits, 0))
        {
            counts.Clear();
            var zeros = Count(weights, shift, counts);
            if (copy is null && weights.Length - zeros <= place)
            {
                return default;
            }

            var digit = counts.Length - 1;
            for (; counts[digit] < place; digit--)
            {
                place -= counts[digit];
            }

            key |= (ulong)digit << shift;
            if (shift == 0)
            {
                if (copy is not null)
                {
                    ArrayPool<T>.Shared.Return(copy);
                }

                return (key, place, counts[digit]);
            }

            copy ??= ArrayPool<T>.Shared.Rent(counts[digit] + 1);
            weights = copy.AsSpan(0, CopyEqual(weights, key >> shift, shift, copy));
        }
    }

    /// <summary>Counts the weights with each value of a digit, and returns the number of zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Count<T>(ReadOnlySpan<T> weights, int shift, Span<int> counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zeros = 0;
        foreach (var weight in weights)
        {
            var key = Key(weight);
            counts[(int)(key >> shift) & ((1 << DigitBits) - 1)]++;
            zeros += key == 0 ? 1 : 0;
        }

        return zeros;
    }

    /// <summary>Copies the weights whose keys begin with these digits. The target needs room for one more; it may be the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyEqual<T>(ReadOnlySpan<T> source, ulong digits, int shift, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = 0;
        foreach (var weight in source)
        {
            // Without a branch, which no processor could predict.
            target[count] = weight;
            count += Key(weight) >> shift == digits ? 1 : 0;
        }

        return count;
    }

    /// <summary>Keeps the weights with larger keys, and of those with this key the first ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void KeepFirst<T>(Span<T> weights, ulong key, int kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var weight in weights)
        {
            var own = Key(weight);
            var isEqual = own == key ? 1 : 0;
            weight = Masked(weight, (own > key ? 1 : 0) | (isEqual & (kept > 0 ? 1 : 0)));
            kept -= isEqual;
        }
    }

    /// <summary>The weight if this is 1, +0 if it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Masked<T>(T weight, int isKept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Element<T>.IsSingle
            ? Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(weight) & -isKept)
            : Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(weight) & -isKept);

    /// <summary>w ← |w| &lt; smallest ? 0 : w</summary>
    private readonly struct SmallestKept(double smallest) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Next<L>(L target, L source, ref StateLanes<L> state)
            where L : struct, ILanes<L> => L.SelectLess(L.Abs(target), L.Splat(smallest), L.Zero, target);
    }
}
