namespace SimdReg.Lanes;

/// <summary>Lanes that can be loaded from memory and stored to it, at any alignment: loops are written on them.</summary>
/// <remarks>A reference is that of the first of <see cref="ILanes{TSelf}.Count"/> adjacent elements. The caller guarantees the others.</remarks>
internal interface ILanes<TSelf, T> : ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Reads the elements.</summary>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>Reads floats and widens each to the element type, exactly.</summary>
    static abstract TSelf LoadWidened(ref readonly float source);

    /// <summary>Writes the elements.</summary>
    void Store(ref T destination);
}
