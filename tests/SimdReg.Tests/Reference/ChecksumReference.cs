namespace SimdReg.Tests.Reference;

/// <summary>CRC-32C, a bit at a time.</summary>
internal static class ChecksumReference
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                remainder = (remainder >> 1) ^ (remainder % 2 == 1 ? 0x82F63B78 : 0);
            }
        }

        return ~remainder;
    }
}
