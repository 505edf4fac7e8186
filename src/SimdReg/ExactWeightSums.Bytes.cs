using System.Buffers.Binary;
using System.Numerics;
using SimdReg.Sums;

namespace SimdReg;

/// <content>
/// Stored form, version 1, every number with its lowest byte first: "SRWS", the version, four numbers of 8 bytes (largest
/// finite magnitude, non-zeros, infinities, NaNs), Σ|w| and Σw² as integers, and a CRC-32C of all that.
/// </content>
public sealed partial class ExactWeightSums
{
    private const uint Version = 1;
    private const int SumsOffset = StoredForm.HeaderLength + (4 * sizeof(long));
    private const string StoredName = "weight sums";

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public static int ByteCount { get; } = new ExactWeightSums().StoredLength;

    private static ReadOnlySpan<byte> Letters => "SRWS"u8;

    private int StoredLength => SumsOffset + _magnitudes.ByteCount + _squares.ByteCount + StoredForm.ChecksumLength;

    /// <summary>Writes the sums as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <param name="destination">Where they go. What lies behind the first <see cref="ByteCount"/> bytes is left alone.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StoredForm.RequireRoom(destination, ByteCount);
        StoredForm.WriteHeader(destination, Letters, Version);
        BinaryPrimitives.WriteDoubleLittleEndian(destination[8..], _largestFinite);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], _nonZeroCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], _infinityCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], _nanCount);
        _magnitudes.WriteTo(destination.Slice(SumsOffset, _magnitudes.ByteCount));
        _squares.WriteTo(destination.Slice(SumsOffset + _magnitudes.ByteCount, _squares.ByteCount));
        StoredForm.Seal(destination[..ByteCount]);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">The bytes. What lies behind the first <see cref="ByteCount"/> is not looked at.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are not stored sums, are of another version or damaged, or contradict themselves: no weights have
    /// such counts, sums and largest magnitude.
    /// </exception>
    public static ExactWeightSums ReadFrom(ReadOnlySpan<byte> source)
    {
        StoredForm.RequireLength(source, ByteCount, StoredName);
        StoredForm.RequireHeader(source, Letters, Version, Version, StoredName);
        StoredForm.RequireSeal(source[..ByteCount], StoredName);

        var sums = new ExactWeightSums
        {
            _largestFinite = BinaryPrimitives.ReadDoubleLittleEndian(source[8..]),
            _nonZeroCount = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            _infinityCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            _nanCount = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
        };
        sums._magnitudes.ReadFrom(source.Slice(SumsOffset, sums._magnitudes.ByteCount));
        sums._squares.ReadFrom(source.Slice(SumsOffset + sums._magnitudes.ByteCount, sums._squares.ByteCount));
        StoredForm.Refuse(
            !sums.AreCountsConsistent,
            "These stored weight sums contradict themselves: their counts must be at least 0, and infinities and NaNs together no more than non-zeros.");
        StoredForm.Refuse(
            !sums.AreSumsConsistent,
            "These stored weight sums contradict themselves: no weights of that number and that largest magnitude have these sums.");
        return sums;
    }

    private bool AreCountsConsistent =>
        _nonZeroCount >= 0 && _infinityCount >= 0 && _nanCount >= 0 && _nonZeroCount - _infinityCount >= _nanCount;

    /// <summary>Whether the sums can be those of as many finite weights as were counted, with that largest magnitude.</summary>
    /// <remarks>
    /// In units of 2⁻¹⁰⁷⁴ magnitudes are integers from 1 to the largest, L. Without one weight of L, k others are left, with sums
    /// a = Σ|w| and b = Σw². Each of them is at least 1, so k ≤ a, and none is above M = min(L, a − (k − 1)), so b ≤ M·a. By
    /// the Cauchy-Schwarz inequality a² ≤ k·b, and as w² ≡ w mod 2, a ≡ b mod 2. Other bounds follow from these, as a ≤ k·L and
    /// k ≤ b ≤ k·L² do.
    /// </remarks>
    private bool AreSumsConsistent
    {
        get
        {
            var (magnitudes, squares) = (_magnitudes.Value, _squares.Value);
            var finiteCount = _nonZeroCount - _infinityCount - _nanCount;
            if (finiteCount == 0)
            {
                return BitConverter.DoubleToInt64Bits(_largestFinite) == 0 && magnitudes.IsZero && squares.IsZero;
            }

            if (!(_largestFinite is > 0 and <= double.MaxValue))
            {
                return false;
            }

            var (significand, exponent) = Binary.Split(_largestFinite);
            var largest = (BigInteger)significand << (exponent - UnitExponent);
            var k = new BigInteger(finiteCount - 1);
            var a = magnitudes - largest;
            var b = squares - (largest * largest);
            return k <= a && b >= 0 && b <= BigInteger.Min(largest, a - k + 1) * a && a * a <= k * b && (a - b).IsEven;
        }
    }
}
