namespace SimdReg.Tests.Reference;

/// <summary>The random bits of stochastic rounding, one number after the other.</summary>
/// <remarks>
/// A key is made of the seed, the step and the upper half of the index, by the function that makes numbers from the states of SplitMix64. The
/// lower half of the index goes through a hash of 32 bits, with one half of the key before and the other after its first multiplication. The
/// weight and the first slot of the state share these bits, with their halves in either order; the other slots share what one more round
/// with another key makes of them.
/// </remarks>
internal static class RandomReference
{
    /// <summary>32 bits for a number of an element in a step.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="index">The index of the element among all that share the seed.</param>
    /// <param name="number">0 for the weight, then the slots of its state from 1.</param>
    public static uint Draw(ulong seed, long step, long index, int number)
    {
        var (upper, lower) = ((ulong)index >> 32, (uint)index);
        var key = SplitMix(SplitMix(SplitMix(seed) ^ (ulong)step) ^ upper);
        unchecked
        {
            var hash = lower ^ (uint)key;
            hash ^= hash >> 16;
            hash *= 0x7FEB352D;
            hash ^= (uint)(key >> 32);
            hash ^= hash >> 15;
            hash *= 0x846CA68B;
            hash ^= hash >> 16;
            if (number >= 2)
            {
                hash = (hash ^ (uint)SplitMix(key)) * 0x9E3779B1;
                hash ^= hash >> 16;
            }

            return number % 2 == 0 ? hash : (hash << 16) | (hash >> 16);
        }
    }

    private static ulong SplitMix(ulong state)
    {
        unchecked
        {
            var z = state + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
