using System.Numerics;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>An array of weights in a <see cref="ParameterSet{T}"/>, with its gradients and its optimizer.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ParameterArray<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal ParameterArray(Memory<T> weights, ReadOnlyMemory<T> gradients, Optimizer<T> optimizer, long offset)
    {
        Weights = weights;
        Gradients = gradients;
        Optimizer = optimizer;
        Offset = offset;
    }

    /// <summary>w, which a step updates.</summary>
    public Memory<T> Weights { get; }

    /// <summary>g, the gradient of the data loss with respect to each weight, which a step reads.</summary>
    public ReadOnlyMemory<T> Gradients { get; }

    /// <summary>The rule, the penalty and the state of these weights.</summary>
    public Optimizer<T> Optimizer { get; }

    /// <summary>The number of weights in the arrays before this one.</summary>
    internal long Offset { get; }

    internal int Length => Weights.Length;
}
