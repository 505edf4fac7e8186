using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>How an optimizer stores its state, and rounds what it stores. The default, <c>default(NumberStorage)</c>, stores <see langword="float"/>.</summary>
/// <remarks>
/// <para>
/// Formats of weights and gradients are those of the spans that a step gets. A step over stored numbers is the step of the widened numbers,
/// each result rounded once: its bits are the same at every width, length, alignment, position and number of threads. A finite number is never
/// stored as infinite, but as the largest finite number; NaN stays NaN.
/// </para>
/// <para>
/// Bytes for each weight with Adam, weights, gradients and state together: 16 as float; 12 with moments in bfloat16, 10.03 in 8 bits; 8 all
/// in bfloat16, and 10 with <see cref="WeightRounding.Kahan"/>.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NumberStorage
{
    /// <summary>Creates a storage with one format for the whole state.</summary>
    /// <param name="state">The format of every number of the state.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="state"/> is not a <see cref="NumberFormat"/>.</exception>
    public NumberStorage(NumberFormat state) => First = Second = Third = Guard.Defined(state, nameof(state));

    /// <summary>The format of the first number of the state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a <see cref="NumberFormat"/>.</exception>
    public NumberFormat First { get; init => field = Guard.Defined(value, nameof(First)); }

    /// <summary>The format of the second number of the state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a <see cref="NumberFormat"/>.</exception>
    public NumberFormat Second { get; init => field = Guard.Defined(value, nameof(Second)); }

    /// <summary>The format of the third number of the state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a <see cref="NumberFormat"/>.</exception>
    public NumberFormat Third { get; init => field = Guard.Defined(value, nameof(Third)); }

    /// <summary>How new weights are rounded. Not used for weights of <see langword="float"/>, which need no rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a <see cref="WeightRounding"/>.</exception>
    public WeightRounding Weights { get; init => field = Guard.Defined(value, nameof(Weights)); }

    /// <summary>
    /// Whether the state is rounded stochastically instead of to nearest. A running mean with a decay of 0.999 changes by 0.1 % a step, less than
    /// half a unit in the last place of a bfloat16 or an 8-bit code: rounded to nearest, most of its changes are lost.
    /// </summary>
    public bool HasStochasticState { get; init; }

    /// <summary>The seed of stochastic rounding. Optimizers of several arrays should differ in their seeds or their <see cref="FirstIndex"/>.</summary>
    public ulong Seed { get; init; }

    /// <summary>The index of the first weight among all weights that share the seed: for an array that is a part of a larger one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a multiple of 256, the length of a block of 8 bits.</exception>
    public long FirstIndex
    {
        get;
        init => field = value >= 0 && value % CodedBlocks.Length == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(FirstIndex), value, $"{nameof(FirstIndex)} must be at least 0 and a multiple of {CodedBlocks.Length}, the length of a block of 8 bits.");
    }

    /// <summary>The format of a slot of the state.</summary>
    internal NumberFormat this[int slot] => slot switch { 0 => First, 1 => Second, _ => Third };
}
