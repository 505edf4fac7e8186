using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.LibTorch;

/// <summary>The fused optimizers of libtorch, which TorchSharp does not bind, called by the symbols that libtorch exports.</summary>
/// <remarks>A handle of TorchSharp points to a tensor of libtorch, which is one pointer; a list of tensors is a pointer to such pointers and their number.</remarks>
internal sealed unsafe class FusedKernels : IDisposable
{
    // The file that TorchSharp has loaded.
    private static readonly nint _library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so"));

    private static readonly delegate* unmanaged<List, List, List, double, double, double, double, byte, byte, byte, nint, nint, void> _sgd =
        (delegate* unmanaged<List, List, List, double, double, double, double, byte, byte, byte, nint, nint, void>)Export("11_fused_sgd", "S5_ddddbbb");

    private static readonly delegate* unmanaged<List, List, List, List, List, List, double, double, double, double, double, byte, byte, nint, nint, void> _adam =
        (delegate* unmanaged<List, List, List, List, List, List, double, double, double, double, double, byte, byte, nint, nint, void>)Export("12_fused_adam", "S5_S5_S5_S5_dddddbb");

    private static readonly delegate* unmanaged<List, List, List, List, List, List, double, double, double, double, double, byte, byte, nint, nint, void> _adamW =
        (delegate* unmanaged<List, List, List, List, List, List, double, double, double, double, double, byte, byte, nint, nint, void>)Export("13_fused_adamw", "S5_S5_S5_S5_dddddbb");

    private static readonly delegate* unmanaged<List, List, List, List, double, double, double, double, byte, nint, nint, void> _adagrad =
        (delegate* unmanaged<List, List, List, List, double, double, double, double, byte, nint, nint, void>)Export("15_fused_adagrad", "S5_S5_ddddb");

    // An absent optional tensor.
    private static readonly nint _absent = (nint)NativeMemory.AllocZeroed(16);

    private readonly Parameter[] _parameters;
    private readonly List<Tensor> _owned = [];
    private readonly List _weights;
    private readonly List _gradients;
    private readonly List _first;
    private readonly List _second;
    private readonly List _third;
    private readonly List _steps;
    private readonly Tensor[] _stepCounts;
    private Tensor[] _held = [];
    private int _step;

    public FusedKernels(IEnumerable<Parameter> parameters)
    {
        _parameters = [.. parameters];
        _stepCounts = [.. _parameters.Select(_ => Own(zeros([])))];
        (_weights, _gradients, _steps) = (new(_parameters), new(_parameters), new(_stepCounts));
        (_first, _second, _third) = (new(Zeros()), new(Zeros()), new(Zeros()));
    }

    /// <summary>Takes the gradients as they are now, and counts a step, before one of the kernels.</summary>
    public void Collect()
    {
        using var off = no_grad();
        _step++;
        Array.ForEach(_stepCounts, count => count.fill_(_step));
        Array.ForEach(_held, gradient => gradient.Dispose());
        _held = [.. _parameters.Select(parameter => parameter.grad!.DetachFromDisposeScope())];
        _gradients.Set(_held);
    }

    public void Sgd(double lr, double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        using var off = no_grad();
        _sgd(_weights, _gradients, momentum == 0 ? default : _first, decay, momentum, lr, dampening, Byte(nesterov), Byte(maximize), Byte(_step == 1), _absent, _absent);
    }

    public void Adam(double lr, double beta1, double beta2, double eps, double decay, bool isDecoupled, bool amsgrad, bool maximize)
    {
        using var off = no_grad();
        (isDecoupled ? _adamW : _adam)(
            _weights, _gradients, _first, _second, amsgrad ? _third : default, _steps, lr, beta1, beta2, decay, eps, Byte(amsgrad), Byte(maximize), _absent, _absent);
    }

    public void Adagrad(double lr, double lrDecay, double eps, double decay, bool maximize)
    {
        using var off = no_grad();
        _adagrad(_weights, _gradients, _first, _steps, lr, lrDecay, decay, eps, Byte(maximize), _absent, _absent);
    }

    public void Dispose()
    {
        _owned.ForEach(tensor => tensor.Dispose());
        Array.ForEach(_held, gradient => gradient.Dispose());
    }

    private static nint Export(string name, string arguments) =>
        NativeLibrary.GetExport(_library, $"_ZN2at4_ops{name}_4callEN3c108ArrayRefINS_6TensorEEES5_{arguments}RKSt8optionalIS4_ES9_");

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    private Tensor[] Zeros() => [.. _parameters.Select(parameter => Own(zeros_like(parameter).detach()))];

    /// <summary>A list of tensors in memory that does not move.</summary>
    private readonly struct List
    {
        // The layout of a list of libtorch: no other field fits in.
        private readonly nint* _items;
        private readonly long _count;

        public List(Tensor[] tensors)
        {
            _count = tensors.Length;
            _items = (nint*)NativeMemory.Alloc((nuint)tensors.Length, (nuint)sizeof(nint));
            Set(tensors);
        }

        public void Set(Tensor[] tensors)
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                _items[i] = *(nint*)tensors[i].Handle;
            }
        }
    }
}
