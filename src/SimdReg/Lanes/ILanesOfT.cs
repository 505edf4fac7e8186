namespace SimdReg.Lanes;

/// <summary>Lanes that can be loaded from memory and stored to it: what a loop is written on.</summary>
/// <typeparam name="TSelf">The lanes themselves.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
internal interface ILanes<TSelf, T> : ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Reads <see cref="ILanes{TSelf}.Count"/> adjacent elements. No alignment is needed.</summary>
    /// <param name="source">The first of them. The caller vouches for the rest.</param>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>Reads <see cref="ILanes{TSelf}.Count"/> adjacent floats and widens each to the element type, exactly.</summary>
    /// <param name="source">The first of them. The caller vouches for the rest.</param>
    static abstract TSelf LoadWidened(ref readonly float source);

    /// <summary>Writes the elements side by side. No alignment is needed.</summary>
    /// <param name="destination">Where the first goes. The caller vouches for the rest.</param>
    void Store(ref T destination);
}
