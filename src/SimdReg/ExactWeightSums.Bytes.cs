using System.Buffers.Binary;
using System.Numerics;

namespace SimdReg;

/// <content>
/// Stored form, version 1, every number with its lowest byte first: "SRWS", the version, four numbers of 8 bytes (largest
/// finite magnitude, non-zeros, infinities, NaNs), Σ|w| and Σw² as integers, and a CRC-32C of all that.
/// </content>
public sealed partial class ExactWeightSums
{
    private const uint Magic = 0x53575253;
    private const uint Version = 1;
    private const int HeaderLength = 8;
    private const int SumsOffset = HeaderLength + (4 * sizeof(long));

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public static int ByteCount { get; } = new ExactWeightSums().StoredLength;

    private int StoredLength => SumsOffset + _magnitudes.ByteCount + _squares.ByteCount + sizeof(uint);

    /// <summary>Writes the sums as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <param name="destination">Where they go. What lies behind the first <see cref="ByteCount"/> bytes is left alone.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length < ByteCount)
        {
            throw new ArgumentException($"{nameof(destination)} has {destination.Length} bytes: it must have at least {ByteCount}.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Version);
        BinaryPrimitives.WriteDoubleLittleEndian(destination[8..], _largestFinite);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], _nonZeroCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], _infinityCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], _nanCount);
        _magnitudes.WriteTo(destination.Slice(SumsOffset, _magnitudes.ByteCount));
        _squares.WriteTo(destination.Slice(SumsOffset + _magnitudes.ByteCount, _squares.ByteCount));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(ByteCount - sizeof(uint))..], Checksum(destination));
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">The bytes. What lies behind the first <see cref="ByteCount"/> is not looked at.</param>
    /// <exception cref="InvalidDataException">The bytes are too few, are not stored sums, are of another version, are damaged or contradict themselves.</exception>
    public static ExactWeightSums ReadFrom(ReadOnlySpan<byte> source)
    {
        Refuse(source.Length < ByteCount, $"{source.Length} bytes are too few: stored weight sums take {ByteCount}.");
        Refuse(BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic, "These bytes are not stored weight sums: they do not begin with \"SRWS\".");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        Refuse(version != Version, $"These weight sums were stored in version {version}: this library reads version {Version}.");
        Refuse(
            BinaryPrimitives.ReadUInt32LittleEndian(source[(ByteCount - sizeof(uint))..]) != Checksum(source),
            "These stored weight sums are damaged: their checksum does not fit.");

        var sums = new ExactWeightSums
        {
            _largestFinite = BinaryPrimitives.ReadDoubleLittleEndian(source[8..]),
            _nonZeroCount = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            _infinityCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            _nanCount = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
        };
        Refuse(
            !(sums._largestFinite is >= 0 and <= double.MaxValue)
                || sums._infinityCount < 0
                || sums._nanCount < 0
                || sums._nonZeroCount - sums._infinityCount < sums._nanCount,
            "These stored weight sums contradict themselves: their counts or their largest magnitude cannot be.");
        sums._magnitudes.ReadFrom(source.Slice(SumsOffset, sums._magnitudes.ByteCount));
        sums._squares.ReadFrom(source.Slice(SumsOffset + sums._magnitudes.ByteCount, sums._squares.ByteCount));
        return sums;
    }

    private static uint Checksum(ReadOnlySpan<byte> stored)
    {
        var checksum = uint.MaxValue;
        foreach (var value in stored[..(ByteCount - sizeof(uint))])
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }

    private static void Refuse(bool condition, string message)
    {
        if (condition)
        {
            throw new InvalidDataException(message);
        }
    }
}
