namespace SimdReg.Lanes;

/// <summary>Lanes that can be loaded from memory and stored to it: loops are written on them.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
internal interface ILanes<TSelf, T> : ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Reads <see cref="ILanes{TSelf}.Count"/> adjacent elements, at any alignment.</summary>
    /// <param name="source">The first element. The caller guarantees the rest.</param>
    /// <returns>The elements.</returns>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>Reads <see cref="ILanes{TSelf}.Count"/> adjacent floats at any alignment and widens each to the element type, exactly.</summary>
    /// <param name="source">The first float. The caller guarantees the rest.</param>
    /// <returns>The widened elements.</returns>
    static abstract TSelf LoadWidened(ref readonly float source);

    /// <summary>Writes the elements side by side, at any alignment.</summary>
    /// <param name="destination">The place of the first element. The caller guarantees the rest.</param>
    void Store(ref T destination);
}
