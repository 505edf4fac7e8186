using System.Runtime.InteropServices;
using SimdReg.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Benchmarks.TorchSharp;

/// <summary>Copies of arrays as tensors, and libtorch's fused kernels over them: a peer of the benchmarks.</summary>
internal sealed class FusedStep<T> : IDisposable
    where T : unmanaged
{
    private static readonly ScalarType _type =
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(BFloat16) ? ScalarType.BFloat16
        : ScalarType.Float64;

    private readonly List<Parameter> _parameters = [];
    private readonly FusedKernels _kernels;

    public FusedStep(IEnumerable<(ReadOnlyMemory<T> Weights, ReadOnlyMemory<T> Gradients)> arrays)
    {
        set_num_threads(1);
        foreach (var (weights, gradients) in arrays)
        {
            _parameters.Add(new(Tensor(weights.Span)));
            _parameters[^1].grad = Tensor(gradients.Span);
        }

        _kernels = new(_parameters);
        _kernels.Collect();
    }

    /// <summary>Gradient descent under a coupled L2.</summary>
    public void Sgd(double rate, double strength) => _kernels.Sgd(rate, 0, 0, strength, nesterov: false, maximize: false);

    /// <summary>AdamW.</summary>
    public void AdamW(double rate, double strength) => _kernels.Adam(rate, 0.9, 0.999, 1e-8, strength, isDecoupled: true, amsgrad: false, maximize: false);

    public void Dispose()
    {
        _kernels.Dispose();
        _parameters.ForEach(parameter => parameter.Dispose());
    }

    private static Tensor Tensor(ReadOnlySpan<T> numbers)
    {
        var tensor = empty(numbers.Length, dtype: _type);
        numbers.CopyTo(MemoryMarshal.Cast<byte, T>(tensor.bytes));
        return tensor;
    }
}
