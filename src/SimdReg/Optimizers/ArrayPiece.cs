namespace SimdReg.Optimizers;

/// <summary>The weights of an array that an optimizer steps: all of them, or those of one process.</summary>
/// <param name="Start">The index of the first one in the array.</param>
/// <param name="Length">Their number.</param>
/// <param name="ArrayLength">The number of weights in the array.</param>
internal readonly record struct ArrayPiece(int Start, int Length, int ArrayLength)
{
    public int End => Start + Length;
}
