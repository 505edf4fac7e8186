using System.Buffers.Binary;

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
    /// <exception cref="InvalidDataException">The bytes are too few, are not stored sums, are of another version, are damaged or contradict themselves.</exception>
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
        StoredForm.Refuse(
            !(sums._largestFinite is >= 0 and <= double.MaxValue)
                || sums._infinityCount < 0
                || sums._nanCount < 0
                || sums._nonZeroCount - sums._infinityCount < sums._nanCount,
            "These stored weight sums contradict themselves: their counts or their largest magnitude cannot be.");
        sums._magnitudes.ReadFrom(source.Slice(SumsOffset, sums._magnitudes.ByteCount));
        sums._squares.ReadFrom(source.Slice(SumsOffset + sums._magnitudes.ByteCount, sums._squares.ByteCount));
        return sums;
    }
}
