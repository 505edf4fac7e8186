namespace SimdReg;

/// <summary>One kind of number of a state as bytes in memory: a slot, the scales of its blocks, or what the rounding of the weights needs.</summary>
/// <param name="UnitLength">The number of weights that share a number: 1, or a block of 8-bit state.</param>
/// <param name="UnitByteCount">The bytes of a number.</param>
/// <param name="Bytes">Gets the numbers of adjacent weights. The first is the first of a unit.</param>
internal sealed record StateSection(int UnitLength, int UnitByteCount, StateBytes Bytes)
{
    /// <summary>The number of bytes of adjacent weights, the first of which is the first of a unit.</summary>
    public long ByteCount(long weightCount) => (weightCount + UnitLength - 1) / UnitLength * UnitByteCount;
}

/// <summary>Gets the numbers of adjacent weights in a section of a state, as they are in memory.</summary>
internal delegate Span<byte> StateBytes(int start, int length);

/// <summary>What a process stores of a state in parts: for parts of the weights that another process may have had.</summary>
internal interface IStateParts
{
    /// <summary>The rule and the formats: states with the same text have the same sections.</summary>
    string Layout { get; }

    IReadOnlyList<StateSection> Sections { get; }

    /// <summary>Whether the weights have a master copy, which the first step takes.</summary>
    bool HasMasterCopy { get; }

    /// <summary>Ends the reading of all sections.</summary>
    /// <exception cref="InvalidDataException">The number of steps is none.</exception>
    void Restore(long stepCount, bool hasMasterCopy);
}
