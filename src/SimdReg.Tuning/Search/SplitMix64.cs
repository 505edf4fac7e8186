namespace SimdReg.Tuning;

/// <summary>A random number generator that uses only integers, so that a seed gives the same numbers on every machine.</summary>
/// <remarks>
/// <para>The sequence of <see cref="Random"/> for a seed may change between versions of .NET.</para>
/// <para>
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the mixing function of
/// Java's SplittableRandom, which is widely called SplitMix64.
/// </para>
/// </remarks>
internal sealed class SplitMix64(int seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>64 uniform random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A multiple of 2⁻⁵³ in [0, 1).</summary>
    public double NextShare() => Math.ScaleB(Next() >> 11, -53);

    /// <summary>An integer in [0, <paramref name="end"/>), uniform up to a relative error of 2⁻³³.</summary>
    public int NextBelow(int end) => (int)Math.BigMul(Next(), (ulong)end, out _);

    /// <summary>Shuffles items into a uniformly random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var end = items.Length; end > 1; end--)
        {
            var other = NextBelow(end);
            (items[end - 1], items[other]) = (items[other], items[end - 1]);
        }
    }
}
