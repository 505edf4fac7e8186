using SimdReg;

namespace Narrow;

/// <summary>How weights, gradients and the two moments of Adam are stored, and how new weights and moments are rounded.</summary>
public sealed record Setup(NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage)
{
    private const int BlockLength = 256;

    /// <summary>All that the study compares. The first is what the others are compared with.</summary>
    public static IReadOnlyList<Setup> All { get; } =
    [
        new(NumberFormat.Single, NumberFormat.Single, default),

        new(NumberFormat.Single, NumberFormat.Single, new(NumberFormat.Half)),
        new(NumberFormat.Single, NumberFormat.Single, new(NumberFormat.BFloat16)),
        new(NumberFormat.Single, NumberFormat.Single, Stochastic(NumberFormat.BFloat16)),
        new(NumberFormat.Single, NumberFormat.Single, new(NumberFormat.EightBit)),
        new(NumberFormat.Single, NumberFormat.Single, Stochastic(NumberFormat.EightBit)),
        new(NumberFormat.Single, NumberFormat.BFloat16, Stochastic(NumberFormat.BFloat16)),

        new(NumberFormat.BFloat16, NumberFormat.BFloat16, Stochastic(NumberFormat.BFloat16) with { Weights = WeightRounding.MasterCopy }),
        new(NumberFormat.BFloat16, NumberFormat.BFloat16, Stochastic(NumberFormat.BFloat16) with { Weights = WeightRounding.Kahan }),
        new(NumberFormat.BFloat16, NumberFormat.BFloat16, Stochastic(NumberFormat.BFloat16) with { Weights = WeightRounding.Stochastic }),
        new(NumberFormat.BFloat16, NumberFormat.BFloat16, Stochastic(NumberFormat.BFloat16)),
        new(NumberFormat.BFloat16, NumberFormat.BFloat16, new(NumberFormat.BFloat16)),
        new(NumberFormat.BFloat16, NumberFormat.BFloat16, Stochastic(NumberFormat.EightBit) with { Weights = WeightRounding.Stochastic }),
    ];

    /// <summary>The formats and the roundings in words.</summary>
    public string[] Words =>
    [
        Weights == NumberFormat.Single ? Word(Weights) : $"{Word(Weights)}, {Word(Storage.Weights)}",
        Word(Gradients),
        Storage.First == NumberFormat.Single ? Word(Storage.First)
            : $"{Word(Storage.First)}, {Word(Storage.HasStochasticState ? WeightRounding.Stochastic : WeightRounding.Nearest)}",
    ];

    /// <summary>The bytes that a weight, its gradient and its state take.</summary>
    public double BytesPerWeight =>
        Bytes(Weights) + Bytes(Gradients) + Bytes(Storage.First) + Bytes(Storage.Second)
        + Storage.Weights switch
        {
            WeightRounding.Kahan => Bytes(NumberFormat.BFloat16),
            WeightRounding.MasterCopy => Bytes(NumberFormat.Single),
            _ => 0,
        };

    /// <summary>Arrays of zeros.</summary>
    public static StoredMemory Allocate(NumberFormat format, int length) => format switch
    {
        NumberFormat.Single => new float[length],
        NumberFormat.BFloat16 => new BFloat16[length],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No setup has other formats of weights and gradients."),
    };

    private static NumberStorage Stochastic(NumberFormat state) => new(state) { HasStochasticState = true };

    // A block of 8-bit numbers has a scale, which is a float.
    private static double Bytes(NumberFormat format) => format switch
    {
        NumberFormat.Single => sizeof(float),
        NumberFormat.EightBit => 1 + ((double)sizeof(float) / BlockLength),
        _ => sizeof(ushort),
    };

    private static string Word(NumberFormat format) => format switch
    {
        NumberFormat.Single => "float",
        NumberFormat.BFloat16 => "bfloat16",
        NumberFormat.Half => "Half",
        _ => "8 bits",
    };

    private static string Word(WeightRounding rounding) => rounding switch
    {
        WeightRounding.Nearest => "nearest",
        WeightRounding.Stochastic => "stochastic",
        WeightRounding.Kahan => "Kahan",
        _ => "master copy",
    };
}
