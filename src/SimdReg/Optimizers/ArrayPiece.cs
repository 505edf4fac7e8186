namespace SimdReg.Optimizers;

/// <summary>The weights of an array that an optimizer steps: all of them, or those of one process.</summary>
/// <param name="Start">The index of the first one in the array.</param>
/// <param name="Length">Their number.</param>
/// <param name="ArrayLength">The number of weights in the array.</param>
/// <param name="Cuts">The indices in the array at which it is cut among processes and chunks, in ascending order. The same on every process.</param>
internal readonly record struct ArrayPiece(int Start, int Length, int ArrayLength, int[] Cuts)
{
    /// <summary>A whole array.</summary>
    public ArrayPiece(int length)
        : this(0, length, length, [])
    {
    }

    public int End => Start + Length;

    public bool IsCutAt(int index) => Cuts.Length > 0 && Array.BinarySearch(Cuts, index) >= 0;
}
