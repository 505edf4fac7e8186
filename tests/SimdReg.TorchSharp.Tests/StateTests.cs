using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>States that are saved and loaded.</summary>
public class StateTests
{
    public static TheoryData<string> Rules => [.. RuleCase.All.Select(rule => rule.Name)];

    [TorchTheory]
    [MemberData(nameof(Rules))]
    public void A_run_that_is_saved_and_resumed_half_way_has_the_bits_of_one_that_is_not(string name)
    {
        var rule = RuleCase.All.Single(rule => rule.Name == name);
        using var whole = new SmallNetwork(ScalarType.Float32);
        using var optimizer = Create(whole);
        Train(whole, optimizer, 0, 200);

        using var half = new SmallNetwork(ScalarType.Float32);
        using var first = Create(half);
        Train(half, first, 0, 100);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        first.save_state_dict(writer);
        file.Position = 0;

        using var resumed = Create(half);
        using var reader = new BinaryReader(file);
        resumed.load_state_dict(reader);
        Assert.Equal(file.Length, file.Position);
        Assert.Equal(first.ParamGroups.Single().LearningRate, resumed.ParamGroups.Single().LearningRate);

        using var copied = Create(half);
        copied.load_state_dict(first.state_dict());
        Assert.All(copied.state_dict().State.Zip(first.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));

        Train(half, resumed, 100, 200);
        Assert.Equal(whole.Weights(), half.Weights());

        SimdOptimizer Create(SmallNetwork network) => rule.Create([new Group(network.Named)], RuleCase.Decay);

        static void Train(SmallNetwork network, SimdOptimizer optimizer, int from, int to) => network.Train(from, to, () =>
        {
            optimizer.step();
            optimizer.ParamGroups.Single().LearningRate *= 0.99;
        });
    }

    [TorchFact]
    public void The_state_of_another_model_is_refused_and_changes_nothing()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        using var optimizer = Optim.AdamW(network.Named);
        network.Train(0, 3, () => optimizer.step());
        var before = SavedState.Bytes(optimizer);

        using var small = new Parameter(ones(3));
        using var other = nn.Linear(12, 16);
        using var third = nn.Linear(16, 4);
        AssertRefused<InvalidDataException>(SavedState.Bytes(Optim.Adam(network.Named)), "AdamW");
        AssertRefused<ArgumentException>(SavedState.Bytes(Optim.AdamW([small])), "states");
        AssertRefused<ArgumentException>(SavedState.Bytes(Optim.AdamW([new Group(network.Layer("hidden")), new Group(network.Layer("output"))])), "groups");

        // The first three parameters fit: nothing of them may be taken over.
        AssertRefused<InvalidDataException>(SavedState.Bytes(Optim.AdamW([.. other.parameters(), .. third.parameters()], lr: 0.5)), "weights");
        AssertRefused<InvalidDataException>(SavedState.Bytes(Optim.AdamW(network.Named, amsgrad: true)), "bytes");
        AssertRefused<InvalidDataException>(SavedState.Bytes(optim.AdamW(network.Parameters)), "SimdReg");
        AssertRefused<InvalidDataException>(before[..60], "group 0 ends early");
        AssertRefused<InvalidDataException>(before[..^9], "bytes");
        before[^30] ^= 1;
        AssertRefused<InvalidDataException>([.. before], "damaged");
        before[^30] ^= 1;

        using var doubles = new SmallNetwork(ScalarType.Float64);
        Assert.Contains("element type", Assert.Throws<InvalidDataException>(() => optimizer.load_state_dict(Optim.AdamW(doubles.Named).state_dict())).Message, StringComparison.Ordinal);
        Assert.Equal(before, SavedState.Bytes(optimizer));

        void AssertRefused<TError>(byte[] stored, string text)
            where TError : Exception
        {
            using var reader = new BinaryReader(new MemoryStream(stored));
            Assert.Contains(text, Assert.Throws<TError>(() => optimizer.load_state_dict(reader)).Message, StringComparison.Ordinal);
            Assert.Equal(before.Length, SavedState.Bytes(optimizer).Length);
        }
    }
}
