namespace SimdReg.Tests.Reference;

/// <summary>The generator of stochastic rounding, written for one draw.</summary>
internal static class StochasticReference
{
    /// <summary>The 32 random bits of an element.</summary>
    public static uint Draw(ulong seed, long step, long index, int number)
    {
        var key = Mix(Mix(Mix(Mix(seed) ^ (ulong)step) ^ ((ulong)index >> 32)) + (ulong)number);
        var x = (uint)index ^ (uint)key;
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x ^= (uint)(key >> 32);
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }

    /// <summary>A float rounded with a draw to a bfloat16: the draw is added to the bits that are cut off. For normal numbers well below the largest.</summary>
    public static ushort BFloat16(float value, uint draw) => (ushort)((BitConverter.SingleToUInt32Bits(value) + (draw >> 16)) >> 16);

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
