using System.Globalization;

namespace SimdReg;

/// <summary>What a narrow state keeps beside its slots, as a stored form says it.</summary>
internal enum NarrowCompanion : byte
{
    None,

    /// <summary>The rounding errors of the weights, in bfloat16.</summary>
    KahanErrors,

    /// <summary>The master copy of the weights, in float.</summary>
    MasterCopy,

    /// <summary>Room for a master copy, which the first step takes.</summary>
    NoMasterCopyYet,
}

/// <summary>The formats of a narrow state, in 4 bytes of its stored form.</summary>
internal readonly record struct NarrowLayout(NumberFormat First, NumberFormat Second, NumberFormat Third, NarrowCompanion Companion)
{
    /// <summary>The number of bytes of a layout.</summary>
    public const int ByteCount = 4;

    /// <summary>Whether every byte has a meaning.</summary>
    public bool IsValid => Enum.IsDefined(First) && Enum.IsDefined(Second) && Enum.IsDefined(Third) && Enum.IsDefined(Companion);

    public static NarrowLayout Read(ReadOnlySpan<byte> source) =>
        new((NumberFormat)source[0], (NumberFormat)source[1], (NumberFormat)source[2], (NarrowCompanion)source[3]);

    public void WriteTo(Span<byte> destination)
    {
        destination[0] = (byte)First;
        destination[1] = (byte)Second;
        destination[2] = (byte)Third;
        destination[3] = (byte)Companion;
    }

    /// <summary>The number of bytes of all numbers.</summary>
    public long NumbersLength(int slotCount, long weightCount) =>
        (slotCount > 0 ? NarrowSlot.ByteCountOf(First, weightCount) : 0)
        + (slotCount > 1 ? NarrowSlot.ByteCountOf(Second, weightCount) : 0)
        + (slotCount > 2 ? NarrowSlot.ByteCountOf(Third, weightCount) : 0)
        + (Companion switch
        {
            NarrowCompanion.None => 0,
            NarrowCompanion.KahanErrors => NarrowSlot.ByteCountOf(NumberFormat.BFloat16, weightCount),
            _ => NarrowSlot.ByteCountOf(NumberFormat.Single, weightCount),
        });

    /// <summary>Whether numbers of one layout can be read into the other.</summary>
    public bool Fits(NarrowLayout other) => this with { Companion = Kind(Companion) } == other with { Companion = Kind(other.Companion) };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{First}, {Second}, {Third}{(Kind(Companion) == NarrowCompanion.None ? "" : $" and {Kind(Companion)}")}");

    private static NarrowCompanion Kind(NarrowCompanion companion) =>
        companion == NarrowCompanion.NoMasterCopyYet ? NarrowCompanion.MasterCopy : companion;
}
