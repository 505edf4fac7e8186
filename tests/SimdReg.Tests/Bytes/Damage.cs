using System.Buffers.Binary;

namespace SimdReg.Tests.Bytes;

/// <summary>Draws changes of stored bytes: of any byte, and of the numbers in headers to such as are likely to be trusted.</summary>
internal static class Damage
{
    /// <summary>The longest header, and where the states of a set begin: what lies there decides how the rest is read.</summary>
    private const int HeaderLength = 52;

    private static readonly long[] _numbers =
    [
        0, 1, 2, 3, 4, 5, 6, 8, 16, -1, -2, 13, 14, 99, 255, 65_536, int.MaxValue, int.MaxValue - 1, int.MinValue, uint.MaxValue, 1L << 32,
        1L << 61, 1L << 62, long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1,
    ];

    /// <summary>Bytes that differ from valid ones, or are those of another object, or both.</summary>
    public static byte[] Of(Random random, byte[] valid, byte[] other)
    {
        var bytes = valid.ToArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            bytes = Once(random, bytes, other);
        }

        return bytes;
    }

    private static byte[] Once(Random random, byte[] bytes, byte[] other)
    {
        switch (random.Next(10))
        {
            case 0:
                return bytes[..random.Next(bytes.Length + 1)];
            case 1:
                return [.. bytes, .. other[..random.Next(other.Length + 1)]];
            case 2:
                var cut = random.Next(bytes.Length + 1);
                return [.. bytes[..cut], .. other[Math.Min(cut, other.Length)..]];
            case 3:
                return [.. other];
            case 4 or 5 when bytes.Length >= sizeof(long):
                Write(bytes, Place(random, bytes.Length - sizeof(long)), _numbers[random.Next(_numbers.Length)], isLong: true);
                return bytes;
            case 6 or 7 when bytes.Length >= sizeof(int):
                Write(bytes, Place(random, bytes.Length - sizeof(int)), _numbers[random.Next(_numbers.Length)], isLong: false);
                return bytes;
            case 8 when bytes.Length >= sizeof(int):
                // A neighbour of what stands there.
                var place = Place(random, bytes.Length - sizeof(int));
                Write(bytes, place, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place)) + random.Next(-3, 4), isLong: false);
                return bytes;
            default:
                if (bytes.Length > 0)
                {
                    bytes[Place(random, bytes.Length - 1)] ^= (byte)(1 << random.Next(8));
                }

                return bytes;
        }
    }

    /// <summary>Half of the time in the header, and nearly always where a number begins.</summary>
    private static int Place(Random random, int last)
    {
        var place = random.Next(2) == 0 ? random.Next(Math.Min(HeaderLength, last) + 1) : random.Next(last + 1);
        return random.Next(8) == 0 ? place : place / sizeof(int) * sizeof(int);
    }

    private static void Write(byte[] bytes, int place, long value, bool isLong)
    {
        if (isLong)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(place), value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place), (int)value);
        }
    }
}
