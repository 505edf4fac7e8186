using System.Runtime.InteropServices;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Storage;

/// <summary>Stored spans: conversions, parts and copies.</summary>
public class StoredSpanTests
{
    /// <summary>Around as much as lanes hold at every width, and around the parts and blocks of 256.</summary>
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 70), 127, 255, 256, 257, 511, 513, 1030];

    [Fact]
    public void Arrays_and_spans_convert_with_their_format_and_length()
    {
        var (floats, wide, halves) = (new float[3], new BFloat16[4], new Half[5]);
        AssertIs(NumberFormat.Single, 3, floats, floats.AsSpan(), new StoredSpan(floats));
        AssertIs(NumberFormat.BFloat16, 4, wide, wide.AsSpan(), new StoredSpan(wide));
        AssertIs(NumberFormat.Half, 5, halves, halves.AsSpan(), new StoredSpan(halves));
        AssertReads(NumberFormat.Single, 3, (ReadOnlySpan<float>)floats, floats, floats.AsSpan());
        AssertReads(NumberFormat.BFloat16, 4, (ReadOnlySpan<BFloat16>)wide, wide, wide.AsSpan());
        AssertReads(NumberFormat.Half, 5, (ReadOnlySpan<Half>)halves, halves, halves.AsSpan());
        AssertReads(NumberFormat.Half, 5, new StoredSpan(halves), new ReadOnlyStoredSpan((ReadOnlySpan<Half>)halves), (StoredSpan)halves);
    }

    [Fact]
    public void Null_arrays_and_default_spans_are_empty()
    {
        AssertIs(NumberFormat.Single, 0, (float[]?)null, default, default(Span<float>));
        AssertIs(NumberFormat.BFloat16, 0, (BFloat16[]?)null, default(Span<BFloat16>), (BFloat16[])[]);
        AssertIs(NumberFormat.Half, 0, (Half[]?)null, default(Span<Half>), (Half[])[]);
        AssertReads(NumberFormat.Single, 0, (float[]?)null, default, default(ReadOnlySpan<float>));
        AssertReads(NumberFormat.BFloat16, 0, (BFloat16[]?)null, default(Span<BFloat16>), default(ReadOnlySpan<BFloat16>));
        AssertReads(NumberFormat.Half, 0, (Half[]?)null, default(Span<Half>), default(ReadOnlySpan<Half>));
        default(StoredSpan).CopyFrom([]);
        default(ReadOnlyStoredSpan).CopyTo([]);
        Assert.Equal(0, default(StoredSpan).Slice(0, 0).Length);
    }

    [Fact]
    public void A_part_is_that_of_the_numbers_and_one_beyond_them_is_refused()
    {
        float[] numbers = [1, 2, 3, 4, 5];
        foreach (var start in (int[])[int.MinValue, -1, 0, 1, 4, 5, 6, int.MaxValue])
        {
            foreach (var length in (int[])[int.MinValue, -1, 0, 1, 4, 5, 6, int.MaxValue])
            {
                if (start >= 0 && length >= 0 && (long)start + length <= numbers.Length)
                {
                    Assert.Equal(numbers[start..(start + length)], Part<float>(numbers, start, length));
                    Assert.Equal(numbers[start..(start + length)], Part([.. numbers.Select(number => (BFloat16)number)], start, length));
                    Assert.Equal(numbers[start..(start + length)], Part([.. numbers.Select(number => (Half)number)], start, length));
                    continue;
                }

                foreach (var refusal in (ArgumentOutOfRangeException[])
                [
                    Assert.Throws<ArgumentOutOfRangeException>(() => new StoredSpan(new Half[5]).Slice(start, length)),
                    Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOnlyStoredSpan(new BFloat16[5]).Slice(start, length)),
                ])
                {
                    Assert.Equal("start", refusal.ParamName);
                    Assert.Equal(start, refusal.ActualValue);
                    Assert.Contains($"length, {length}, must be those of a part of the 5 numbers", refusal.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Every_number_of_a_format_is_widened_exactly()
    {
        ushort[] patterns = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)];
        var found = new float[patterns.Length];
        new ReadOnlyStoredSpan(MemoryMarshal.Cast<ushort, BFloat16>(patterns.AsSpan())).CopyTo(found);
        Bits.Equal<float>([.. patterns.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16))], found, new("BFloat16", found.Length, 0));
        new ReadOnlyStoredSpan(MemoryMarshal.Cast<ushort, Half>(patterns.AsSpan())).CopyTo(found);
        Bits.Equal<float>([.. patterns.Select(bits => (float)BitConverter.UInt16BitsToHalf(bits))], found, new("Half", found.Length, 0));
    }

    [Fact]
    public void Copies_of_any_length_and_start_hold_the_nearest_numbers_and_touch_no_others()
    {
        float[] numbers = [.. Samples.Specials<float>(), BitConverter.UInt32BitsToSingle(0x7F80_0001), BitConverter.UInt32BitsToSingle(0xFF80_8000), .. Samples.BitPatterns<float>(1200, seed: 1), .. Samples.Weights<float>(1200, seed: 2)];
        foreach (var length in _lengths)
        {
            foreach (var start in (int[])[0, 1, 3])
            {
                var source = numbers.AsSpan(length + start, length);
                var patterns = Untouched(start + length);
                new StoredSpan(MemoryMarshal.Cast<ushort, BFloat16>(patterns.AsSpan())).Slice(start, length).CopyFrom(source);
                AssertRounded(NarrowReference.BFloat16, source, start, patterns);
                patterns = Untouched(start + length);
                new StoredSpan(MemoryMarshal.Cast<ushort, Half>(patterns.AsSpan())).Slice(start, length).CopyFrom(source);
                AssertRounded(NarrowReference.Half, source, start, patterns);
                var copy = new float[start + length + 2];
                new StoredSpan(copy).Slice(start, length).CopyFrom(source);
                Assert.True(MemoryMarshal.AsBytes(copy.AsSpan(start, length)).SequenceEqual(MemoryMarshal.AsBytes(source)));
                Assert.Equal(0, copy[^1] + copy[^2]);

                Array.Clear(copy);
                new ReadOnlyStoredSpan(source).CopyTo(copy.AsSpan(start, length));
                Assert.True(MemoryMarshal.AsBytes(copy.AsSpan(start, length)).SequenceEqual(MemoryMarshal.AsBytes(source)));
            }
        }
    }

    [Fact]
    public void Copies_between_unequal_lengths_are_refused_with_nothing_written()
    {
        foreach (var length in (int[])[0, 2, 4, 300])
        {
            var (stored, floats) = (new Half[3], new float[length]);
            var refusal = Assert.Throws<ArgumentException>("source", () => new StoredSpan(stored).CopyFrom([.. floats.Select(_ => 1f)]));
            Assert.Contains($"source has {length} elements and this span has 3", refusal.Message, StringComparison.Ordinal);
            Assert.All(stored, number => Assert.Equal((Half)0, number));
            refusal = Assert.Throws<ArgumentException>("destination", () => new ReadOnlyStoredSpan([(Half)1, (Half)2, (Half)3]).CopyTo(floats));
            Assert.Contains($"destination has {length} elements and this span has 3", refusal.Message, StringComparison.Ordinal);
            Assert.All(floats, number => Assert.Equal(0, number));
        }
    }

    [Fact]
    public void Copies_within_the_same_memory_are_refused_with_nothing_written()
    {
        float[] memory = [1, 2, 3, 4];
        var before = memory.ToArray();
        foreach (var start in (int[])[0, 1, 2])
        {
            var refusal = Assert.Throws<ArgumentException>("source", () => new StoredSpan(Narrow(memory).Slice(start, 2)).CopyFrom(memory.AsSpan(0, 2)));
            Assert.Contains("overlaps this span: they must be separate memory", refusal.Message, StringComparison.Ordinal);
            refusal = Assert.Throws<ArgumentException>("destination", () => new ReadOnlyStoredSpan(Narrow(memory).Slice(start, 2)).CopyTo(memory.AsSpan(0, 2)));
            Assert.Contains("overlaps this span: they must be separate memory", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>("source", () => new StoredSpan(memory).CopyFrom(memory));
        Assert.Throws<ArgumentException>("destination", () => new ReadOnlyStoredSpan(memory).CopyTo(memory));
        Assert.Equal(before, memory);

        // Side by side is not overlapping: two floats, and the memory of two more.
        new StoredSpan(Narrow(memory).Slice(4, 2)).CopyFrom(memory.AsSpan(0, 2));
        Assert.Equal([(BFloat16)1, (BFloat16)2], Narrow(memory).Slice(4, 2).ToArray());

        static Span<BFloat16> Narrow(float[] memory) => MemoryMarshal.Cast<float, BFloat16>(memory.AsSpan());
    }

    private static float[] Part<TStored>(TStored[] numbers, int start, int length)
        where TStored : unmanaged
    {
        var (read, written) = (new float[length], new float[length]);
        ReadOnlyStoredSpan all = StoredMemory.Create<TStored>(numbers).Span;
        all.Slice(start, length).CopyTo(read);
        ReadOnlyStoredSpan part = StoredMemory.Create<TStored>(numbers).Span.Slice(start, length);
        Assert.Equal(all.Format, part.Format);
        part.CopyTo(written);
        Assert.Equal(read, written);
        return read;
    }

    private static ushort[] Untouched(int length) => [.. Enumerable.Repeat((ushort)0xA5A5, length + 2)];

    private static void AssertRounded(NarrowReference format, ReadOnlySpan<float> source, int start, ushort[] patterns)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            if (i < start || i >= start + source.Length)
            {
                Assert.Equal(0xA5A5, patterns[i]);
                continue;
            }

            var (value, expected) = (source[i - start], format.Bits(source[i - start]));
            Assert.True(
                float.IsNaN(value) ? (patterns[i] & 0x7FFF) >= (expected & 0x7FFF) && patterns[i] >> 15 == expected >> 15 : patterns[i] == expected,
                $"{Bits.Show(value)} at {i} of {source.Length}: expected {expected:X4}, found {patterns[i]:X4}.");
        }
    }

    private static void AssertIs(NumberFormat format, int length, StoredSpan first, StoredSpan second, StoredSpan third)
    {
        Assert.Equal((format, format, format), (first.Format, second.Format, third.Format));
        Assert.Equal((length, length, length), (first.Length, second.Length, third.Length));
    }

    private static void AssertReads(NumberFormat format, int length, ReadOnlyStoredSpan first, ReadOnlyStoredSpan second, ReadOnlyStoredSpan third)
    {
        Assert.Equal((format, format, format), (first.Format, second.Format, third.Format));
        Assert.Equal((length, length, length), (first.Length, second.Length, third.Length));
    }
}
