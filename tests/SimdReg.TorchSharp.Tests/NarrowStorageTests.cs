using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Storages of groups: formats of state, roundings of weights, and saved states.</summary>
public class NarrowStorageTests
{
    private const int Steps = 20;

    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (var (name, _) in _storages)
            {
                cases.Add(name, ScalarType.Float32);
                cases.Add(name, ScalarType.BFloat16);
                cases.Add(name, ScalarType.Float16);
            }

            return cases;
        }
    }

    private static readonly Dictionary<string, NumberStorage> _storages = new()
    {
        ["floats"] = default,
        ["bfloat16"] = new(NumberFormat.BFloat16),
        ["float16"] = new(NumberFormat.Half),
        ["8 bits"] = new(NumberFormat.EightBit),
        ["mixed"] = new() { First = NumberFormat.BFloat16, Second = NumberFormat.EightBit },
        ["stochastic"] = new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 3, FirstIndex = 512 },
        ["Kahan"] = new(NumberFormat.BFloat16) { Weights = WeightRounding.Kahan },
        ["master copy"] = new(NumberFormat.EightBit) { Weights = WeightRounding.MasterCopy },
    };

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void A_group_has_the_bits_of_stored_steps_of_SimdReg(string name, ScalarType type)
    {
        using var network = new SmallNetwork(type);
        using var optimizer = Optim.AdamW([new Group(network.Named, new() { Storage = _storages[name] })], lr: 0.01);
        var set = new ParameterSet<float>();
        var (weights, gradients) = (new List<StoredMemory>(), new List<StoredMemory>());
        foreach (var parameter in network.Parameters)
        {
            weights.Add(Stored(type, (int)parameter.numel()));
            gradients.Add(Stored(type, (int)parameter.numel()));
            weights[^1].Span.CopyFrom(parameter.Widened());
            set.Add(weights[^1], gradients[^1], new SimdReg.Adam(0.01), new L2(0.01).Decoupled(), _storages[name]);
        }

        network.Train(0, Steps, () =>
        {
            foreach (var (parameter, gradient) in network.Parameters.Zip(gradients))
            {
                using var grad = parameter.grad!.to(ScalarType.Float32).reshape(-1);
                gradient.Span.CopyFrom(grad.data<float>().ToArray());
            }

            set.Step();
            optimizer.step();
        });
        Assert.All(network.Parameters.Zip(weights), pair => Assert.Equal(Widened(pair.Second), pair.First.Widened()));
        Assert.Equal(set.PenaltySum(), optimizer.PenaltySum(), 1e-12);
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void A_run_that_is_saved_and_resumed_has_the_bits_of_one_that_is_not(string name, ScalarType type)
    {
        using var whole = new SmallNetwork(type);
        using var optimizer = Create(whole);
        whole.Train(0, 2 * Steps, () => optimizer.step());

        using var half = new SmallNetwork(type);
        using var first = Create(half);
        half.Train(0, Steps, () => first.step());
        using var resumed = Create(half);
        SavedState.Load(resumed, SavedState.Bytes(first));
        using var copied = Create(half);
        copied.load_state_dict(first.state_dict());
        Assert.Equal(SavedState.Bytes(first), SavedState.Bytes(copied));
        Assert.All(copied.state_dict().State.Zip(first.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        half.Train(Steps, 2 * Steps, () => resumed.step());
        Assert.Equal(whole.Weights(), half.Weights());
        Assert.Equal(SavedState.Bytes(optimizer), SavedState.Bytes(resumed));

        SimdOptimizer Create(SmallNetwork network) => Optim.AdamW([new Group(network.Named, new() { Storage = _storages[name] })], lr: 0.01);
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void A_penalty_changes_between_steps_and_the_state_goes_on(string name, ScalarType type)
    {
        using SmallNetwork network = new(type), other = new(type);
        var options = new GroupOptions { Storage = _storages[name], Penalty = GroupPenalty.Of(new L2(0.001)) };
        using var optimizer = Optim.Adam([new Group(network.Named, options)], lr: 0.01);
        using var twin = Optim.Adam([new Group(other.Named, new() { Storage = _storages[name], Penalty = GroupPenalty.Of(new L2(0.001)) })], lr: 0.01);
        network.Train(0, Steps, () => optimizer.step());
        other.Train(0, Steps, () => twin.step());
        var before = SavedState.Bytes(optimizer);
        options.Penalty = GroupPenalty.Of(new L1(0.1).Proximal());
        optimizer.PenaltySum();
        Assert.Equal(before, SavedState.Bytes(optimizer));
        network.Train(Steps, Steps + 1, () => optimizer.step());
        other.Train(Steps, Steps + 1, () => twin.step());
        Assert.NotEqual(other.Weights(), network.Weights());
    }

    [TorchFact]
    public void Equal_parameters_of_one_seed_are_rounded_independently()
    {
        using Parameter first = new(ones(300).bfloat16()), second = new(ones(300).bfloat16());
        var options = new GroupOptions { Storage = new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, Seed = 1 } };
        using var optimizer = Optim.SGD([new Group([first, second], options)], lr: 1);
        using var gradient = (ones(300) / 1024).bfloat16();
        (first.grad, second.grad) = (gradient, gradient.clone());
        optimizer.step();
        Assert.NotEqual(first.Bits(), second.Bits());

        // 1 − 2⁻¹⁰ is a quarter of the way to the next bfloat16.
        Assert.Equal([1 - (1 / 256f), 1f], first.Widened().Distinct().Order());
    }

    [TorchFact]
    public void Doubles_have_no_storage_and_floats_need_no_memory_for_rounding()
    {
        using Parameter single = new(ones(4)), large = new(ones(4, dtype: ScalarType.Float64));
        var error = Assert.Throws<ArgumentException>(() => Optim.Adam([new Group([("single", single), ("large", large)], new() { Storage = new(NumberFormat.BFloat16) })]));
        Assert.Contains("large has elements of Float64, and its group a Storage", error.Message, StringComparison.Ordinal);
        Assert.Equal("param_group", error.ParamName);
        using var kahan = Optim.Adam([new Group([single], new() { Storage = new() { Weights = WeightRounding.Kahan } })]);
        using var plain = Optim.Adam([single]);
        Assert.Equal(SavedState.Bytes(plain), SavedState.Bytes(kahan));
    }

    [TorchFact]
    public void A_saved_state_of_another_storage_is_refused_and_changes_nothing()
    {
        using var network = new SmallNetwork(ScalarType.BFloat16);
        var optimizers = _storages.Values.Select(storage => Optim.Adam([new Group(network.Named, new() { Storage = storage })])).ToArray();
        network.Train(0, 2, () => Array.ForEach(optimizers, optimizer => optimizer.step()));
        var states = optimizers.Select(SavedState.Bytes).ToArray();
        for (var i = 0; i < optimizers.Length; i++)
        {
            for (var j = 0; j < optimizers.Length; j++)
            {
                // Stochastic rounding is not part of the form.
                if (i != j && !(IsBFloat16(i) && IsBFloat16(j)))
                {
                    Assert.Throws<InvalidDataException>(() => SavedState.Load(optimizers[i], states[j]));
                    Assert.Equal(states[i], SavedState.Bytes(optimizers[i]));
                }
            }
        }

        static bool IsBFloat16(int index) => _storages.Keys.ElementAt(index) is "bfloat16" or "stochastic";
    }

    private static StoredMemory Stored(ScalarType type, int length) => type switch
    {
        ScalarType.BFloat16 => new BFloat16[length],
        ScalarType.Float16 => new Half[length],
        _ => new float[length],
    };

    private static float[] Widened(StoredMemory numbers)
    {
        var widened = new float[numbers.Length];
        ((ReadOnlyStoredSpan)numbers.Span).CopyTo(widened);
        return widened;
    }
}
