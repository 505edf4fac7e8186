using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>How a float is rounded to fewer bits: by adding to those that are dropped, before they are cut off.</summary>
internal interface IRounding
{
    /// <summary>What to add to the bits of a number, where the lowest <paramref name="dropped"/> are cut off afterwards.</summary>
    /// <param name="bits">The bits of the number.</param>
    /// <param name="dropped">The number of bits that are cut off: at most 31.</param>
    /// <param name="index">The index of the first number in the lanes.</param>
    /// <param name="number">Which number of the element it is: 0 for the weight, then the slots of its state from 1.</param>
    B Addend<B>(B bits, int dropped, nuint index, int number)
        where B : struct, IBitLanes<B>;
}

/// <summary>Rounds to the nearest number, ties to even.</summary>
internal readonly struct Nearest : IRounding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public B Addend<B>(B bits, int dropped, nuint index, int number)
        where B : struct, IBitLanes<B> =>
        B.Splat((1u << (dropped - 1)) - 1) + ((bits >>> dropped) & B.Splat(1));
}

/// <summary>Rounds weights in one way and state in another.</summary>
internal readonly struct Mixed<TWeight, TState>(TWeight ofWeight, TState ofState) : IRounding
    where TWeight : struct, IRounding
    where TState : struct, IRounding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public B Addend<B>(B bits, int dropped, nuint index, int number)
        where B : struct, IBitLanes<B> =>
        number == 0 ? ofWeight.Addend(bits, dropped, index, number) : ofState.Addend(bits, dropped, index, number);
}

/// <summary>Rounds up as often as the dropped bits say: a number is the mean of its roundings.</summary>
/// <remarks>
/// The random bits are a function of seed, step and index of the element, so they do not depend on widths, parts or threads. Bits of one
/// step come from an integer hash of the index with two keys; the keys come from a 64-bit hash of everything else. Sources: Salmon,
/// Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, for the counter; Wellons, "Prospecting for Hash Functions",
/// 2018, for the multipliers of 32 bits; Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, for those of 64.
/// </remarks>
internal readonly struct Stochastic : IRounding
{
    private readonly ulong _key; // Two keys in one field: with a field for each, the loop over bfloat16 took a quarter longer.
    private readonly uint _furtherKey;
    private readonly uint _start;

    /// <summary>Rounds in one step, from an element on. No index may reach the next multiple of 2³².</summary>
    public Stochastic(ulong seed, long step, long firstIndex)
    {
        _key = Mix(Mix(Mix(seed) ^ (ulong)step) ^ (ulong)(firstIndex >>> 32));
        _furtherKey = (uint)Mix(_key);
        _start = (uint)firstIndex;
    }

    // Two numbers share one hash, each with a half of it first: a second hash would take as long as the rounding itself. The JIT computes what
    // they share once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public B Addend<B>(B bits, int dropped, nuint index, int number)
        where B : struct, IBitLanes<B>
    {
        var draw = number < 2 ? Draw<B>(index) : Further(Draw<B>(index));
        return number % 2 == 0 ? draw >>> (32 - dropped)
            : dropped == 16 ? draw & B.Splat(0xFFFF)
            : ((draw << 16) | (draw >>> 16)) >>> (32 - dropped);
    }

    /// <summary>32 random bits for each of some elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private B Draw<B>(nuint index)
        where B : struct, IBitLanes<B>
    {
        var x = B.Indices(_start + (uint)index) ^ (uint)_key;
        x = B.XorShift(x, 16, 0x7FEB_352D);
        x ^= (uint)(_key >> 32);
        x = B.XorShift(x, 15, 0x846C_A68B);
        return B.XorShift(x, 16);
    }

    /// <summary>32 more bits, from others by one more round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private B Further<B>(B draw)
        where B : struct, IBitLanes<B> =>
        B.XorShift((draw ^ _furtherKey) * B.Splat(0x9E37_79B1), 16);

    private static ulong Mix(ulong x)
    {
        x += 0x9E37_79B9_7F4A_7C15;
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
