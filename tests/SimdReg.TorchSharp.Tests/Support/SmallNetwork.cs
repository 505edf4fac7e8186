using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>A network of two layers on 64 examples: the same weights and data each time it is made.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly Sequential _layers;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    public SmallNetwork(ScalarType type)
    {
        // More threads would spin between the small calls.
        set_num_threads(1);
        manual_seed(20260101);
        _layers = nn.Sequential(("hidden", nn.Linear(12, 16)), ("tanh", nn.Tanh()), ("output", nn.Linear(16, 3)));
        _layers.to(type);
        _inputs = randn(64, 12).to(type);
        _targets = randn(64, 3).to(type);
    }

    public IEnumerable<Parameter> Parameters => _layers.parameters();

    public IEnumerable<(string name, Parameter parameter)> Named => _layers.named_parameters();

    public IEnumerable<(string name, Parameter parameter)> Layer(string name) => Named.Where(pair => pair.name.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Computes the gradients anew, of a loss that depends a little on the step.</summary>
    public Tensor Loss(int step)
    {
        _layers.zero_grad();
        using var scope = NewDisposeScope();
        var loss = nn.functional.mse_loss(_layers.forward(_inputs), _targets * (1 + (0.1 * Math.Sin(step))));
        loss.backward();
        return loss.MoveToOuterDisposeScope();
    }

    public void Train(int from, int to, Action step)
    {
        for (var i = from; i < to; i++)
        {
            Loss(i).Dispose();
            step();
        }
    }

    /// <summary>Computes gradients as <see cref="Train"/> does, and keeps them.</summary>
    public List<Tensor[]> TrainAndRecord(int count, Action step)
    {
        var record = new List<Tensor[]>();
        Train(0, count, () =>
        {
            record.Add([.. Parameters.Select(parameter =>
            {
                using var gradient = parameter.grad;
                return gradient!.clone();
            })]);
            step();
        });
        return record;
    }

    /// <summary>Takes steps with given gradients.</summary>
    public void Replay(List<Tensor[]> record, Action step)
    {
        foreach (var gradients in record)
        {
            foreach (var (parameter, gradient) in Parameters.Zip(gradients))
            {
                parameter.grad = gradient;
            }

            step();
        }
    }

    /// <summary>All weights, as doubles.</summary>
    public double[] Weights() => [.. Parameters.SelectMany(parameter =>
    {
        using var copy = parameter.detach().to(ScalarType.Float64).reshape(-1).clone();
        return copy.data<double>().ToArray();
    })];

    public void Dispose()
    {
        _layers.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }
}
