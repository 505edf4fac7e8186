using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>A weight after a step, with its state; 0 for what the rule does not keep.</summary>
internal readonly record struct SteppedWeight<T>(T Weight, T First, T Second, T Third)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weight and the state at a place.</summary>
    public static SteppedWeight<T> At(T[] weights, T[][] states, int place)
    {
        return new(weights[place], State(0), State(1), State(2));

        T State(int slot) => slot < states.Length ? states[slot][place] : T.Zero;
    }

    /// <summary>Bit for bit, where any NaN equals any NaN.</summary>
    public static void Equal(SteppedWeight<T>[] expected, SteppedWeight<T>[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Same(actual[i]))
            {
                Assert.Fail($"At {i}: expected {expected[i]}, found {actual[i]}.");
            }
        }
    }

    public bool All(Func<T, bool> condition) => condition(Weight) && condition(First) && condition(Second) && condition(Third);

    private bool Same(SteppedWeight<T> other) =>
        Bits.Same(Weight, other.Weight)
        && Bits.Same(First, other.First)
        && Bits.Same(Second, other.Second)
        && Bits.Same(Third, other.Third);
}
