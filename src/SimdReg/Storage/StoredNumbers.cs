using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Widens stored numbers to floats, and rounds floats to stored numbers.</summary>
internal static class StoredNumbers
{
    /// <summary>The bytes of a number in a format of weights or gradients.</summary>
    public static int ByteSize(this NumberFormat format) => format == NumberFormat.Single ? sizeof(float) : sizeof(ushort);

    /// <summary>Widens numbers, exactly.</summary>
    public static void Widen(ReadOnlyStoredSpan source, Span<float> destination)
    {
        switch (source.Format)
        {
            case NumberFormat.Single:
                source.As<float>().CopyTo(destination);
                break;
            case NumberFormat.BFloat16:
                Widen(source.As<BFloat16>(), destination);
                break;
            default:
                TensorPrimitives.ConvertToSingle(source.As<Half>(), destination);
                break;
        }
    }

    /// <summary>Rounds floats to a format.</summary>
    /// <param name="source">The floats.</param>
    /// <param name="destination">The stored numbers.</param>
    /// <param name="rounding">How they are rounded.</param>
    /// <param name="index">The index of the first element.</param>
    /// <param name="number">Which number of each element it is, see <see cref="IRounding"/>.</param>
    /// <param name="isNonNegative">Whether a number above 0 must not become 0.</param>
    /// <param name="signsZero">Whether a negative number that becomes 0 becomes −0.</param>
    public static void Round<TRounding>(
        ReadOnlySpan<float> source, StoredSpan destination, in TRounding rounding, nuint index, int number, bool isNonNegative, bool signsZero = false)
        where TRounding : struct, IRounding
    {
        switch (destination.Format)
        {
            case NumberFormat.Single:
                source.CopyTo(destination.As<float>());
                break;
            case NumberFormat.BFloat16:
                BitLoop.Run(source, destination.As<BFloat16>(), new ToBFloat16<TRounding>(rounding, index, number));
                break;
            default:
                RoundToHalf(source, destination.As<Half>(), new ToHalf<TRounding>(rounding, index, number, isNonNegative, signsZero));
                break;
        }
    }

    private static void Widen(ReadOnlySpan<BFloat16> source, Span<float> destination) => BitLoop.Run(source, destination, default(FromBFloat16));

    private static void RoundToHalf<TRounding>(ReadOnlySpan<float> source, Span<Half> destination, ToHalf<TRounding> map)
        where TRounding : struct, IRounding
    {
        const int PartLength = 256;
        Span<float> rounded = stackalloc float[PartLength];
        for (var start = 0; start < source.Length; start += PartLength)
        {
            var length = Math.Min(PartLength, source.Length - start);
            BitLoop.Run(source.Slice(start, length), rounded, map.From(start));
            TensorPrimitives.ConvertToHalf(rounded[..length], destination[start..]);
        }
    }

    private readonly struct FromBFloat16 : IBitMap<BFloat16, float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly BFloat16 source, ref float destination, nuint i)
            where B : struct, IBitLanes<B> =>
            BFloat16Bits.Load<B>(in source).Store(ref Unsafe.As<float, uint>(ref destination));
    }

    private readonly struct ToBFloat16<TRounding>(TRounding rounding, nuint index, int number) : IBitMap<float, BFloat16>
        where TRounding : struct, IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly float source, ref BFloat16 destination, nuint i)
            where B : struct, IBitLanes<B> =>
            BFloat16Bits.Store(
                BFloat16Bits.Round(
                    BFloat16Bits.Quiet(B.Load(in Unsafe.As<float, uint>(ref Unsafe.AsRef(in source)))), flushes: false, in rounding, index + i, number),
                ref destination);
    }

    private readonly struct ToHalf<TRounding>(TRounding rounding, nuint index, int number, bool isNonNegative, bool signsZero) : IBitMap<float, float>
        where TRounding : struct, IRounding
    {
        public ToHalf<TRounding> From(int start) => new(rounding, index + (nuint)start, number, isNonNegative, signsZero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Map<B>(ref readonly float source, ref float destination, nuint i)
            where B : struct, IBitLanes<B> =>
            HalfBits.Prepare(B.Load(in Unsafe.As<float, uint>(ref Unsafe.AsRef(in source))), in rounding, index + i, number, isNonNegative, signsZero)
                .Store(ref Unsafe.As<float, uint>(ref destination));
    }
}
