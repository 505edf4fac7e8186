using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>The elements of a tensor of <c>System.Numerics.Tensors</c> as a span, which every call of SimdReg takes.</summary>
/// <remarks>
/// A tensor must be dense: its elements follow each other in memory in the order of its indices, the last index fastest. A slice with gaps, a transposed
/// and a broadcast tensor are refused.
/// </remarks>
public static class DenseTensors
{
    /// <summary>The elements of a dense tensor.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="tensor">The tensor.</param>
    /// <returns>Its elements in its own memory, not a copy.</returns>
    /// <exception cref="ArgumentException"><paramref name="tensor"/> is not dense, or has more than 2³¹ − 1 elements.</exception>
    public static Span<T> AsDenseSpan<T>(this TensorSpan<T> tensor)
    {
        Require(tensor.Lengths, tensor.Strides, tensor.FlattenedLength);
        return tensor.IsEmpty ? default : MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), (int)tensor.FlattenedLength);
    }

    /// <inheritdoc cref="AsDenseSpan{T}(TensorSpan{T})"/>
    public static ReadOnlySpan<T> AsDenseSpan<T>(this ReadOnlyTensorSpan<T> tensor)
    {
        Require(tensor.Lengths, tensor.Strides, tensor.FlattenedLength);
        return tensor.IsEmpty ? default : MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), (int)tensor.FlattenedLength);
    }

    /// <inheritdoc cref="AsDenseSpan{T}(TensorSpan{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="tensor"/> is null.</exception>
    public static Span<T> AsDenseSpan<T>(this Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.AsTensorSpan().AsDenseSpan();
    }

    private static void Require(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, nint count)
    {
        if (count > int.MaxValue)
        {
            Refuse(lengths, strides, $"has {count} elements: a span has at most {int.MaxValue}");
        }

        nint expected = 1;
        for (var i = lengths.Length - 1; i >= 0 && count > 0; i--)
        {
            // A dimension of one element is never walked along: its stride says nothing.
            if (lengths[i] != 1 && strides[i] != expected)
            {
                Refuse(lengths, strides, "is not dense. Copy it, as with ToDenseTensor(), or pass its rows");
            }

            expected *= lengths[i];
        }
    }

    [DoesNotReturn]
    private static void Refuse(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, string rule, string tensor = "tensor") => throw new ArgumentException(
        $"{tensor} with lengths [{string.Join(", ", lengths.ToArray())}] and strides [{string.Join(", ", strides.ToArray())}] {rule}.", nameof(tensor));
}
