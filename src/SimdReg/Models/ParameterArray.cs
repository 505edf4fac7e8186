using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Models;

namespace SimdReg;

/// <summary>An array of weights in a <see cref="ParameterSet{T}"/>, with its gradients and its optimizer.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ParameterArray<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MemoryPiece<T> _weights;
    private readonly MemoryPiece<T> _gradients;

    internal ParameterArray(MemoryPiece<T> weights, MemoryPiece<T> gradients, Optimizer<T> optimizer, long offset)
    {
        _weights = weights;
        _gradients = gradients;
        Optimizer = optimizer;
        Offset = offset;
    }

    /// <summary>w, which a step updates.</summary>
    /// <exception cref="InvalidOperationException">The array is stored in another format: see <see cref="StoredWeights"/>.</exception>
    public Memory<T> Weights => MemoryMarshal.AsMemory(_weights.Plain);

    /// <summary>g, the gradient of the data loss with respect to each weight, which a step reads.</summary>
    /// <exception cref="InvalidOperationException">The array is stored in another format: see <see cref="StoredGradients"/>.</exception>
    public ReadOnlyMemory<T> Gradients => _gradients.Plain;

    /// <summary>w, if the array was added as <see cref="StoredMemory"/>; otherwise null.</summary>
    public StoredMemory? StoredWeights => _weights.Stored;

    /// <summary>g, if the array was added as <see cref="StoredMemory"/>; otherwise null.</summary>
    public StoredMemory? StoredGradients => _gradients.Stored;

    /// <summary>The rule, the penalty and the state of these weights.</summary>
    public Optimizer<T> Optimizer { get; }

    /// <summary>The number of weights in the arrays before this one.</summary>
    internal long Offset { get; }

    internal int Length => _weights.Length;

    internal MemoryPiece<T> WeightMemory => _weights;
}
