using System.Buffers.Binary;

namespace SimdReg.Tests.Bytes;

/// <summary>Makes the checksums of bytes right whatever they contain, so that nothing but the contents can be refused.</summary>
internal static class Seals
{
    private const int SetHeaderLength = 12;
    private const int StateHeaderLength = 40;

    /// <summary>Renews every checksum that would be looked at, as far as headers say where it is.</summary>
    public static void Renew(byte[] bytes)
    {
        foreach (var state in States(bytes))
        {
            StoredForm.Seal(bytes.AsSpan(state));
        }

        if (bytes.AsSpan().StartsWith("SRWS"u8) && bytes.Length >= ExactWeightSums.ByteCount)
        {
            StoredForm.Seal(bytes.AsSpan(0, ExactWeightSums.ByteCount));
        }
    }

    /// <summary>Whether some state is in the form of version 1, which is read but no longer written.</summary>
    public static bool IsOlder(byte[] bytes) => States(bytes).Any(state => VersionOf(bytes.AsSpan(state)) == 1);

    /// <summary>Where the states are: one, or those of a set.</summary>
    private static IEnumerable<Range> States(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith("SRPS"u8) ? SetHeaderLength : 0;
        while (start < bytes.Length && LengthOfState(bytes.AsSpan(start)) is { } length)
        {
            yield return start..(start + length);
            start += length;
        }
    }

    /// <summary>How long a stored state is by its header; null if there is no such state.</summary>
    private static int? LengthOfState(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("SRUS"u8) || bytes.Length < StateHeaderLength)
        {
            return null;
        }

        var fixedLength = VersionOf(bytes) == 1 ? StateHeaderLength - sizeof(int) : StateHeaderLength;
        var numbers = (Int128)BinaryPrimitives.ReadInt32LittleEndian(bytes[8..])
            * BinaryPrimitives.ReadInt32LittleEndian(bytes[12..])
            * BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var length = fixedLength + BinaryPrimitives.ReadInt32LittleEndian(bytes[(fixedLength - sizeof(int))..]) + numbers + StoredForm.ChecksumLength;
        return length >= StateHeaderLength && length <= bytes.Length ? (int)length : null;
    }

    private static int VersionOf(ReadOnlySpan<byte> state) => BinaryPrimitives.ReadInt32LittleEndian(state[4..]);
}
