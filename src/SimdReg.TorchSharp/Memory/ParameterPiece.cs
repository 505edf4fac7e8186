using System.Numerics;

namespace SimdReg.Torch.Memory;

/// <summary>Neighbouring weights of a parameter, their gradients and their optimizer.</summary>
internal sealed class ParameterPiece<T>(int length, Optimizer<T> optimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public NativeMemory<T> Weights { get; } = new(length);

    public NativeMemory<T> Gradients { get; } = new(length);

    public Optimizer<T> Optimizer { get; set; } = optimizer;
}
