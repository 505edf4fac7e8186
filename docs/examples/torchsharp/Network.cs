using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpExample;

/// <summary>64 pixels, 256 hidden units, 10 digits.</summary>
internal sealed class Network : nn.Module<Tensor, Tensor>
{
    public readonly Linear first = nn.Linear(64, 256);
    public readonly Linear second = nn.Linear(256, 10);

    public Network()
        : base(nameof(Network)) =>
        RegisterComponents();

    public override Tensor forward(Tensor input) => second.forward(nn.functional.relu(first.forward(input)));

    /// <summary>The share of the first layer's weights that are exactly zero.</summary>
    public double ZerosInFirst()
    {
        using var scope = NewDisposeScope();
        return 1 - (first.weight!.count_nonzero().item<long>() / (double)first.weight!.numel());
    }
}
