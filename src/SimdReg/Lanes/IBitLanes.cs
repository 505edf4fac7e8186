namespace SimdReg.Lanes;

/// <summary>32-bit patterns side by side: what rounds floats to fewer bits is written on them.</summary>
/// <remarks>As with <see cref="ILanes{TSelf}"/>, every operation acts on each pattern separately, and a formula runs at every width.</remarks>
internal interface IBitLanes<TSelf>
    where TSelf : struct, IBitLanes<TSelf>
{
    /// <summary>The number of patterns.</summary>
    static abstract int Count { get; }

    static abstract TSelf Splat(uint value);

    /// <summary>start, start + 1, start + 2 and so on, modulo 2³².</summary>
    static abstract TSelf Indices(uint start);

    static abstract TSelf Load(ref readonly uint source);

    /// <summary>Reads 16-bit patterns. The upper bits are 0.</summary>
    static abstract TSelf LoadHalves(ref readonly ushort source);

    /// <summary>Reads 8-bit patterns. The upper bits are 0.</summary>
    static abstract TSelf LoadBytes(ref readonly byte source);

    void Store(ref uint destination);

    /// <summary>Writes the lower 16 bits of each pattern.</summary>
    void StoreHalves(ref ushort destination);

    /// <summary>Writes the lower 8 bits of each pattern.</summary>
    void StoreBytes(ref byte destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The lower 32 bits of the product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>^ with the same bits in each pattern.</summary>
    static abstract TSelf operator ^(TSelf left, uint right);

    static abstract TSelf operator <<(TSelf value, int count);

    /// <summary>Shifts to the right, with zeros from the left.</summary>
    static abstract TSelf operator >>>(TSelf value, int count);

    /// <summary>The bits but for the uppermost: those of the magnitude of a float.</summary>
    static abstract TSelf Magnitude(TSelf floats);

    /// <summary>value ^ (value >>> count)</summary>
    /// <remarks>One operation, because hashes have many of them, and the JIT inlines so many calls into a loop and no more.</remarks>
    static abstract TSelf XorShift(TSelf value, int count);

    /// <summary>(value ^ (value >>> count)) · multiplier</summary>
    static abstract TSelf XorShift(TSelf value, int count, uint multiplier);

    /// <summary>left &lt; right ? ifTrue : ifFalse, where both are below 2³¹.</summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>The smaller of two integers below 2³¹.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of two integers below 2³¹.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The largest of these integers below 2³¹.</summary>
    static abstract uint LargestOf(TSelf integers);

    /// <summary>The bits of the float with these bits times a factor, rounded.</summary>
    static abstract TSelf ScaleFloats(TSelf floats, float factor);

    /// <summary>The integers of floats between 0 and 2³¹, cut off after the point. Unspecified for other floats.</summary>
    static abstract TSelf ToIntegers(TSelf floats);

    /// <summary>The bits of the floats nearest to integers below 2³¹.</summary>
    static abstract TSelf ToFloats(TSelf integers);
}
