using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Lanes;

/// <summary>Every operation of patterns against plain integers and floats.</summary>
internal static class BitLaneLaws<B>
    where B : struct, IBitLanes<B>
{
    // Elements of equal index meet: all pairs of patterns at which signs, carries and halves change, and any patterns.
    private static readonly uint[] _edges = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFE, uint.MaxValue];
    private static readonly uint[] _left = [.. from left in _edges from _ in _edges select left, .. Any(seed: 1)];
    private static readonly uint[] _right = [.. from _ in _edges from right in _edges select right, .. Any(seed: 2)];

    // Numbers from 0 to just below 2³¹, half of them below 2¹⁶, each with a fraction where a float has one.
    private static readonly float[] _floats = [0, float.Epsilon, 0.5f, 0.99999994f, 1, 1.9999999f, 65535.996f, 16777215, 16777216, MathF.BitDecrement(1u << 31), .. Positive(4086)];

    public static void Count_is_the_number_of_patterns() => Assert.Equal(B.Count, Unsafe.SizeOf<B>() / sizeof(uint));

    public static void A_store_after_a_load_moves_every_pattern_and_no_other()
    {
        for (var offset = 0; offset < 5; offset++)
        {
            var stored = Untouched<uint>();
            B.Load(in _left[offset]).Store(ref stored[1]);
            AssertStored(_left.AsSpan(offset, B.Count), stored);
        }
    }

    public static void Halves_and_bytes_are_widened_with_zeros_and_cut_off_when_stored()
    {
        ushort[] halves = [.. _right.Select(value => (ushort)value)];
        byte[] bytes = [.. _right.Select(value => (byte)value)];
        for (var i = 0; i + B.Count <= _right.Length; i += 3)
        {
            AssertPatterns(halves.AsSpan(i, B.Count), value => value, B.LoadHalves(in halves[i]));
            AssertPatterns(bytes.AsSpan(i, B.Count), value => value, B.LoadBytes(in bytes[i]));

            var (storedHalves, storedBytes) = (Untouched<ushort>(), Untouched<byte>());
            B.Load(in _right[i]).StoreHalves(ref storedHalves[1]);
            B.Load(in _right[i]).StoreBytes(ref storedBytes[1]);
            AssertStored(halves.AsSpan(i, B.Count), storedHalves);
            AssertStored(bytes.AsSpan(i, B.Count), storedBytes);
        }
    }

    public static void Splat_and_Indices_fill_all_patterns_and_wrap_around()
    {
        foreach (var start in _edges)
        {
            int[] places = [.. Enumerable.Range(0, B.Count)];
            AssertPatterns<int>(places, _ => start, B.Splat(start));
            AssertPatterns<int>(places, place => start + (uint)place, B.Indices(start));
        }
    }

    public static void Sums_differences_and_products_wrap_around()
    {
        Check("+", (a, b) => a + b, (a, b) => a + b);
        Check("-", (a, b) => a - b, (a, b) => a - b);
        Check("*", (a, b) => a * b, (a, b) => (uint)((ulong)a * b));
    }

    public static void Bits_are_combined_one_by_one()
    {
        Check("&", (a, b) => a & b, (a, b) => a & b);
        Check("|", (a, b) => a | b, (a, b) => a | b);
        Check("^", (a, b) => a ^ b, (a, b) => a ^ b);
    }

    public static void Shifts_fill_with_zeros()
    {
        for (var count = 0; count < 32; count++)
        {
            var (bits, power) = (count, 1UL << count);
            Check($"<< {bits}", (a, _) => a << bits, (a, _) => (uint)(a * power));
            Check($">>> {bits}", (a, _) => a >>> bits, (a, _) => (uint)(a / power));
        }
    }

    public static void SelectLess_compares_patterns_below_2_to_the_31()
    {
        Check(
            "SelectLess",
            (a, b) => B.SelectLess(a & B.Splat(int.MaxValue), b & B.Splat(int.MaxValue), a, b),
            (a, b) => (a % (1u << 31)) < (b % (1u << 31)) ? a : b);
        Check("SelectLess of equals", (a, b) => B.SelectLess(a & B.Splat(int.MaxValue), a & B.Splat(int.MaxValue), a, b), (_, b) => b);
    }

    public static void Min_Max_and_the_largest_compare_patterns_below_2_to_the_31()
    {
        Check("Min", (a, b) => B.Min(a & B.Splat(int.MaxValue), b & B.Splat(int.MaxValue)), (a, b) => Math.Min(a % (1u << 31), b % (1u << 31)));
        Check("Max", (a, b) => B.Max(a & B.Splat(int.MaxValue), b & B.Splat(int.MaxValue)), (a, b) => Math.Max(a % (1u << 31), b % (1u << 31)));
        uint[] magnitudes = [.. _left.Select(value => value % (1u << 31))];
        for (var i = 0; i + B.Count <= magnitudes.Length; i++)
        {
            Assert.Equal(magnitudes.AsSpan(i, B.Count).ToArray().Max(), B.LargestOf(B.Load(in magnitudes[i])));
        }
    }

    public static void ScaleFloats_rounds_the_product_once()
    {
        foreach (var factor in (float[])[1, 0.1f, 1 / 3e38f, 1L << 40, float.Epsilon, float.MaxValue])
        {
            Check(
                $"ScaleFloats by {factor}",
                (a, _) => Canonical(B.ScaleFloats(a, factor)),
                (a, _) => BitConverter.SingleToUInt32Bits((float)((double)BitConverter.UInt32BitsToSingle(a) * factor)) is var bits && float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? 0x7FC0_0000 : bits);
        }

        // Whatever the sign and the payload of a NaN.
        static B Canonical(B floats) => B.SelectLess(B.Splat(0x7F80_0000), floats & B.Splat(int.MaxValue), B.Splat(0x7FC0_0000), floats);
    }

    public static void ToIntegers_cuts_off_and_ToFloats_rounds_to_nearest()
    {
        for (var i = 0; i + B.Count <= _floats.Length; i++)
        {
            var floats = _floats.AsSpan(i, B.Count);
            AssertPatterns<float>(floats, value => (uint)Math.Floor((double)value), B.ToIntegers(B.Load(in MemoryMarshal.Cast<float, uint>(floats)[0])));
        }

        Check(
            "ToFloats",
            (a, _) => B.ToFloats(a & B.Splat(int.MaxValue)),
            (a, _) => BitConverter.SingleToUInt32Bits((float)(double)(a % (1u << 31))));
    }

    private static uint[] Any(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 4096).Select(_ => (uint)random.NextInt64(1L << 32))];
    }

    private static IEnumerable<float> Positive(int count)
    {
        var random = new Random(3);
        return Enumerable.Range(0, count).Select(_ => MathF.BitDecrement((float)Math.ScaleB(1 + random.NextDouble(), random.Next(-20, 31))));
    }

    private static void Check(string operation, Func<B, B, B> onLanes, Func<uint, uint, uint> onScalars)
    {
        var actual = new uint[_left.Length];
        for (var i = 0; i < _left.Length; i += B.Count)
        {
            onLanes(B.Load(in _left[i]), B.Load(in _right[i])).Store(ref actual[i]);
        }

        for (var i = 0; i < _left.Length; i++)
        {
            var expected = onScalars(_left[i], _right[i]);
            Assert.True(expected == actual[i], $"{operation} in {B.Count} lanes of {_left[i]:X8} and {_right[i]:X8}: expected {expected:X8}, found {actual[i]:X8}.");
        }
    }

    private static void AssertPatterns<T>(ReadOnlySpan<T> source, Func<T, uint> pattern, B actual)
    {
        var stored = new uint[B.Count];
        actual.Store(ref stored[0]);
        Assert.Equal(source.ToArray().Select(pattern), stored);
    }

    /// <summary>Room for lanes, and an element before and after them.</summary>
    private static T[] Untouched<T>()
        where T : unmanaged
    {
        var elements = new T[B.Count + 2];
        MemoryMarshal.AsBytes(elements.AsSpan()).Fill(0xA5);
        return elements;
    }

    private static void AssertStored<T>(ReadOnlySpan<T> expected, T[] actual)
        where T : unmanaged
    {
        Assert.Equal(expected.ToArray(), actual[1..^1]);
        Assert.Equal(Untouched<T>()[0], actual[0]);
        Assert.Equal(Untouched<T>()[0], actual[^1]);
    }
}
