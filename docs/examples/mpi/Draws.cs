namespace MpiExample;

/// <summary>Random numbers that depend on a key alone: every rank draws the same for an example, whichever examples it has drawn before.</summary>
/// <remarks>Source: the generator SplitMix64. Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
internal struct Draws
{
    private ulong _state;

    public Draws(int seed, long first, long second)
    {
        _state = (ulong)seed;
        _state = Next() ^ (ulong)first;
        _state = Next() ^ (ulong)second;
    }

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

    /// <summary>An integer in [0, <paramref name="end"/>).</summary>
    public int NextBelow(int end) => (int)Math.BigMul(Next(), (ulong)end, out _);
}
