using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace SimdReg;

/// <summary>The common parts of all stored forms: four letters and a version first, a CRC-32C of everything before it last.</summary>
/// <remarks>The name of a form stands in messages, in the plural.</remarks>
internal static class StoredForm
{
    /// <summary>The number of bytes of the letters and the version.</summary>
    public const int HeaderLength = 2 * sizeof(uint);

    public const int ChecksumLength = sizeof(uint);

    /// <summary>Requires enough room to write.</summary>
    public static void RequireRoom(ReadOnlySpan<byte> destination, long byteCount)
    {
        if (destination.Length < byteCount)
        {
            throw new ArgumentException($"{nameof(destination)} has {destination.Length} bytes: it must have at least {byteCount}.", nameof(destination));
        }
    }

    public static void WriteHeader(Span<byte> destination, ReadOnlySpan<byte> letters, uint version)
    {
        letters.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[letters.Length..], version);
    }

    /// <summary>Requires the right letters and a version that can be read, and returns the version.</summary>
    public static uint RequireHeader(ReadOnlySpan<byte> source, ReadOnlySpan<byte> letters, uint oldest, uint newest, string name)
    {
        if (!source.StartsWith(letters))
        {
            throw new InvalidDataException($"These bytes are not stored {name}: they {(KindOf(source) is { } kind ? $"are of {kind}. Read them with its ReadFrom" : $"do not begin with \"{Encoding.ASCII.GetString(letters)}\"")}.");
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(source[letters.Length..]);
        Refuse(
            stored < oldest || stored > newest,
            $"These {name} were stored in version {stored}: this library reads {(oldest == newest ? $"version {newest}" : $"versions {oldest} to {newest}")}.");
        return stored;
    }

    /// <summary>Whose bytes these are, by their letters, or null for others.</summary>
    private static string? KindOf(ReadOnlySpan<byte> source) =>
        source.StartsWith("SRUS"u8) ? "the state of one array"
        : source.StartsWith("SRPS"u8) ? "a parameter set"
        : source.StartsWith("SRWS"u8) ? "exact weight sums"
        : null;

    /// <summary>Requires a minimum number of bytes.</summary>
    public static void RequireLength(ReadOnlySpan<byte> source, long byteCount, string name) =>
        Refuse(source.Length < byteCount, $"{source.Length} bytes are too few: stored {name} have at least {byteCount}.");

    /// <summary>Writes the checksum into the last bytes.</summary>
    public static void Seal(Span<byte> stored) =>
        BinaryPrimitives.WriteUInt32LittleEndian(stored[^ChecksumLength..], Checksum(stored[..^ChecksumLength]));

    /// <summary>Requires the checksum in the last bytes to match.</summary>
    public static void RequireSeal(ReadOnlySpan<byte> stored, string name) => Refuse(
        BinaryPrimitives.ReadUInt32LittleEndian(stored[^ChecksumLength..]) != Checksum(stored[..^ChecksumLength]),
        $"These stored {name} are damaged: their checksum does not match.");

    public static void Refuse(bool condition, string message)
    {
        if (condition)
        {
            throw new InvalidDataException(message);
        }
    }

    // Eight bytes at a time where possible: byte by byte, the state of a model would take seconds.
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }

    /// <summary>Copies numbers to bytes, little-endian.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int WriteNumbers<T>(ReadOnlySpan<T> numbers, Span<byte> destination)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        bytes.CopyTo(destination);
        ToLittleEndian<T>(destination[..bytes.Length]);
        return bytes.Length;
    }

    /// <summary>Copies little-endian bytes to numbers.</summary>
    public static void ReadNumbers<T>(ReadOnlySpan<byte> source, Span<T> numbers)
        where T : unmanaged
    {
        source.CopyTo(MemoryMarshal.AsBytes(numbers));
        ToLittleEndian<T>(MemoryMarshal.AsBytes(numbers));
    }

    private static unsafe void ToLittleEndian<T>(Span<byte> numbers)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            for (; !numbers.IsEmpty; numbers = numbers[sizeof(T)..])
            {
                numbers[..sizeof(T)].Reverse();
            }
        }
    }
}
