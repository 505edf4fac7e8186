using SimdReg.LibTorch;
using SimdReg.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Benchmarks.TorchSharp;

/// <summary>Parameters of TorchSharp with gradients, and AdamW of SimdReg, of TorchSharp and of libtorch's fused kernel, each over its own.</summary>
/// <remarks>The rate is so small that no weight moves. The fused kernel has its lists made beforehand, and its steps are not counted, which a caller would have to do.</remarks>
internal sealed class TorchArrays : IDisposable
{
    private const double Rate = 1e-12;
    private const double Decay = 0.1;

    private readonly List<Parameter> _all = [];
    private readonly SimdOptimizer _own;
    private readonly OptimizerHelper _others;
    private readonly FusedKernels _fused;

    /// <param name="count">The number of arrays.</param>
    /// <param name="length">The number of weights of each.</param>
    public TorchArrays(int count, int length)
    {
        // Other threads of libtorch would spin while SimdReg is timed.
        set_num_threads(1);
        manual_seed(1);
        _own = Optim.AdamW(Made(count, length), Rate, weight_decay: Decay);
        _others = optim.AdamW(Made(count, length), Rate, weight_decay: Decay);
        _fused = new(Made(count, length));
        _fused.Collect();
    }

    public void Own() => _own.step();

    public void Others() => _others.step();

    public void Fused() => _fused.Adam(Rate, 0.9, 0.999, 1e-8, Decay, isDecoupled: true, amsgrad: false, maximize: false);

    public void Dispose()
    {
        _own.Dispose();
        _others.Dispose();
        _fused.Dispose();
        _all.ForEach(parameter => parameter.Dispose());
    }

    private List<Parameter> Made(int count, int length)
    {
        List<Parameter> made = [.. Enumerable.Range(0, count).Select(_ => new Parameter(rand(length) + 1))];
        foreach (var parameter in made)
        {
            parameter.grad = rand(length) + 1;
        }

        _all.AddRange(made);
        return made;
    }
}
