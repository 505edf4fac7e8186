using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

public class FingerprintTests
{
    [Fact]
    public void Weights_with_any_one_or_two_bits_flipped_have_another_fingerprint()
    {
        // Four words and a byte. Among the pairs: the signs of two doubles.
        var bytes = MemoryMarshal.AsBytes<double>([1.5, -2, 0.25, 3]).ToArray().Append((byte)7).ToArray();
        var known = new HashSet<ulong> { Fingerprint.Of(bytes) };
        for (var first = 0; first < 8 * bytes.Length; first++)
        {
            Flip(first);
            Assert.True(known.Add(Fingerprint.Of(bytes)), $"Bit {first}.");
            for (var second = first + 1; second < 8 * bytes.Length; second++)
            {
                Flip(second);
                Assert.True(known.Add(Fingerprint.Of(bytes)), $"Bits {first} and {second}.");
                Flip(second);
            }

            Flip(first);
        }

        void Flip(int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));
    }

    [Fact]
    public void Zeros_of_different_lengths_have_different_fingerprints() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(length => Fingerprint.Of(new byte[length])).Distinct().Count());

    [Fact]
    public void Weights_in_another_order_have_another_fingerprint() =>
        Assert.NotEqual(Fingerprint.Of(MemoryMarshal.AsBytes<double>([1, 2])), Fingerprint.Of(MemoryMarshal.AsBytes<double>([2, 1])));
}
