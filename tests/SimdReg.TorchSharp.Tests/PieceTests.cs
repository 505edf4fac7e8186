using SimdReg.Torch.Memory;
using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>A parameter that is too long for one array of the library is stepped and stored in pieces.</summary>
public class PieceTests
{
    [TorchTheory]
    [InlineData(ScalarType.Float32, 64)]
    [InlineData(ScalarType.BFloat16, 256)]
    public void Pieces_have_the_bits_of_the_whole(ScalarType type, int length)
    {
        using Parameter whole = new(linspace(-1, 1, 1000).to(type)), parts = new(linspace(-1, 1, 1000).to(type));
        using var gradient = linspace(1, -2, 1000).to(type);
        (whole.grad, parts.grad) = (gradient, gradient.clone());
        NumberStorage? storage = type == ScalarType.Float32 ? null : new(NumberFormat.EightBit) { Weights = WeightRounding.Stochastic, HasStochasticState = true };
        using var optimizer = Optim.AdamW([new Group([whole], new() { Storage = storage })]);
        var rule = new RuleSource<SimdReg.Adam>("AdamW", true, [], static (rate, _) => new(rate));
        var load = new StateLoad { GroupCount = 0, ParameterCount = 1 };
        var options = new GroupOptions { LearningRate = 0.001, WeightDecay = 0.01 };
        var entry = GroupEntry.Create(rule, options, load, 0);
        var binding = entry.Bind(options).Penalized;
        var set = new ArraySet<float> { LongestPiece = length };
        var state = set.Create("parts", parts, entry, true, 0, binding, storage);
        set.Add(state);
        for (var i = 0; i < 3; i++)
        {
            optimizer.step();
            set.Read();
            set.Step(default);
        }

        Assert.Equal(whole.Bits(), parts.Bits());
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        state.SaveStateDict(writer);
        file.Position = 0;
        using var reader = new BinaryReader(file);
        var copy = set.Create("copy", parts, entry, true, 0, binding, storage);
        copy.LoadStateDict(reader);
        Assert.True(copy.ApproximatelyEquals(state));
        Assert.Equal(file.Length, file.Position);
    }

    [GiantFact]
    public void A_parameter_of_more_than_2_GiB()
    {
        const long Count = (1L << 29) + 1000;
        using var giant = new Parameter(zeros(Count));
        giant.grad = ones(Count);
        using var optimizer = Optim.SGD([giant], lr: 0.5);
        optimizer.step();
        using var off = no_grad();
        Assert.Equal(-0.5, giant.sum(ScalarType.Float64).item<double>() / Count);
        Assert.Equal(-0.5f, giant[Count - 1].item<float>());
    }
}
