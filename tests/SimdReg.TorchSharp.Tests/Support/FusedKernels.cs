using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>The fused optimizers of libtorch, which TorchSharp does not bind, called by the symbols that libtorch exports.</summary>
/// <remarks>A handle of TorchSharp points to a tensor of libtorch, which is one pointer; a list of tensors is a pointer to such pointers and their number.</remarks>
internal sealed unsafe class FusedKernels : IDisposable
{
    private static readonly nint _library = NativeLibrary.Load(Path.Combine(
        AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so"));

    // An absent optional tensor.
    private static readonly nint _absent = (nint)NativeMemory.AllocZeroed(16);

    private readonly Parameter[] _parameters;
    private readonly List<Tensor> _owned = [];
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private readonly Tensor[] _third;
    private readonly Tensor[] _steps;
    private int _step;

    public FusedKernels(IEnumerable<Parameter> parameters)
    {
        _parameters = [.. parameters];
        (_first, _second, _third) = (Zeros(), Zeros(), Zeros());
        _steps = [.. _parameters.Select(_ => Own(zeros([])))];
    }

    public void Sgd(double lr, double momentum, double dampening, double decay, bool nesterov, bool maximize) => Call(lists =>
    {
        var kernel = (delegate* unmanaged<List, List, List, double, double, double, double, byte, byte, byte, nint, nint, void>)NativeLibrary.GetExport(
            _library, "_ZN2at4_ops11_fused_sgd_4callEN3c108ArrayRefINS_6TensorEEES5_S5_ddddbbbRKSt8optionalIS4_ES9_");
        kernel(
            lists.Weights, lists.Gradients, momentum == 0 ? default : lists.First, decay, momentum, lr, dampening, Byte(nesterov), Byte(maximize), Byte(_step == 1), _absent, _absent);
    });

    public void Adam(double lr, double beta1, double beta2, double eps, double decay, bool isDecoupled, bool amsgrad, bool maximize) => Call(lists =>
    {
        var kernel = (delegate* unmanaged<List, List, List, List, List, List, double, double, double, double, double, byte, byte, nint, nint, void>)NativeLibrary.GetExport(
            _library,
            $"_ZN2at4_ops1{(isDecoupled ? "3_fused_adamw" : "2_fused_adam")}_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_");
        kernel(
            lists.Weights, lists.Gradients, lists.First, lists.Second, amsgrad ? lists.Third : default, lists.Steps, lr, beta1, beta2, decay, eps, Byte(amsgrad), Byte(maximize), _absent, _absent);
    });

    public void Adagrad(double lr, double lrDecay, double eps, double decay, bool maximize) => Call(lists =>
    {
        var kernel = (delegate* unmanaged<List, List, List, List, double, double, double, double, byte, nint, nint, void>)NativeLibrary.GetExport(
            _library, "_ZN2at4_ops15_fused_adagrad_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_ddddbRKSt8optionalIS4_ES9_");
        kernel(lists.Weights, lists.Gradients, lists.First, lists.Steps, lr, lrDecay, decay, eps, Byte(maximize), _absent, _absent);
    });

    public void Dispose() => _owned.ForEach(tensor => tensor.Dispose());

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    private Tensor[] Zeros() => [.. _parameters.Select(parameter => Own(zeros_like(parameter).detach()))];

    private void Call(Action<Lists> kernel)
    {
        using var off = no_grad();
        _step++;
        foreach (var step in _steps)
        {
            step.fill_(_step);
        }

        Tensor[] gradients = [.. _parameters.Select(parameter => parameter.grad!)];
        nint[] weightItems = Items(_parameters), gradientItems = Items(gradients), firstItems = Items(_first), secondItems = Items(_second), thirdItems = Items(_third), stepItems = Items(_steps);
        fixed (nint* weights = weightItems, gradient = gradientItems, first = firstItems, second = secondItems, third = thirdItems, steps = stepItems)
        {
            var count = _parameters.Length;
            kernel(new(new(weights, count), new(gradient, count), new(first, count), new(second, count), new(third, count), new(steps, count)));
        }

        Array.ForEach(gradients, gradient => gradient.Dispose());
    }

    private static nint[] Items(Tensor[] tensors) => [.. tensors.Select(tensor => *(nint*)tensor.Handle)];

    private readonly struct List(nint* items, long count)
    {
        public readonly nint* Items = items;
        public readonly long Count = count;
    }

    private readonly record struct Lists(List Weights, List Gradients, List First, List Second, List Third, List Steps);
}
