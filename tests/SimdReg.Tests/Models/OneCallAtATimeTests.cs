using SimdReg.Tests.Support;

namespace SimdReg.Tests.Models;

/// <summary>A set refuses a call during another one.</summary>
public sealed class OneCallAtATimeTests : IDisposable
{
    private static readonly Adam _rule = new(0.1);

    /// <summary>Every call that reads or writes the arrays of a set.</summary>
    private static readonly Dictionary<string, Action<Model>> _calls = new()
    {
        ["Add"] = model => model.Set.Add(model.Gate.Before(new float[9]), new float[9], _rule),
        ["Add with a penalty"] = model => model.Set.Add(model.Gate.Before(new float[9]), new float[9], _rule, new L2(0.1)),
        ["Add with a term"] = model => model.Set.Add(model.Gate.Before(new float[9]), new float[9], _rule, new L1(0.1).Proximal()),
        ["Step"] = model => model.Set.Step(),
        ["TryStep"] = model => Assert.True(model.Set.TryStep()),
        ["MeasuredStep"] = model => model.Set.MeasuredStep(),
        ["Measure"] = model => model.Set.Measure(),
        ["SumOfGradientSquares"] = model => model.Set.SumOfGradientSquares(),
        ["Charge"] = model => model.Set.PenaltySum(),
        ["WriteTo"] = model => model.Set.WriteTo(model.Bytes),
        ["ReadFrom"] = model => model.Set.ReadFrom(model.Bytes),
    };

    /// <summary>Those that a gate can hold, because they read weights or gradients.</summary>
    public static TheoryData<string> Held => [.. _calls.Keys.Except(["WriteTo", "ReadFrom"])];

    public void Dispose() => Calling.InFormula = null;

    [Theory]
    [MemberData(nameof(Held))]
    public async Task A_call_during_another_throws_and_changes_nothing(string held)
    {
        using var gate = new Gate();
        using var otherGate = new Gate();
        var (model, alone) = (Model.Create(gate), Model.Create(otherGate));
        await gate.Hold(() => _calls[held](model), () => Assert.All(_calls.Values, call => AssertRefused(() => call(model))));
        _calls[held](alone);
        AssertSame(alone.Set, model.Set);
    }

    [Theory]
    [MemberData(nameof(Held))]
    public async Task After_the_other_call_has_returned_every_call_is_accepted(string held)
    {
        foreach (var call in _calls.Keys)
        {
            using var gate = new Gate();
            var model = Model.Create(gate);
            await gate.Hold(() => _calls[held](model), () => { });
            model.Store();
            _calls[call](model);
        }
    }

    [Fact]
    public void A_call_in_a_formula_of_the_set_throws_instead_of_waiting_for_itself()
    {
        using var gate = new Gate();
        foreach (var call in _calls.Values)
        {
            var model = Model.Create(gate);
            model.Set.Add(new float[9], new float[9], _rule, default(Calling));
            var refusals = 0;
            Calling.InFormula = () =>
            {
                AssertRefused(() => call(model));
                refusals++;
            };
            model.Set.Step();
            model.Set.PenaltySum();
            Assert.True(refusals >= 2);
        }
    }

    [Fact]
    public void After_a_formula_has_thrown_every_call_is_accepted()
    {
        using var gate = new Gate();
        foreach (var (name, call) in _calls)
        {
            foreach (var failing in (Action<Model>[])[_calls["Step"], _calls["TryStep"], _calls["MeasuredStep"], _calls["Charge"]])
            {
                var model = Model.Create(gate);
                model.Set.Add(new float[9], new float[9], _rule, default(Calling));
                model.Store();
                Calling.InFormula = () => throw new ArithmeticException(name);
                Assert.Throws<ArithmeticException>(() => failing(model));
                Calling.InFormula = null;
                call(model);
            }
        }
    }

    [Fact]
    public void After_a_refused_argument_every_call_is_accepted()
    {
        using var gate = new Gate();
        var model = Model.Create(gate);
        foreach (var refused in (Action[])
            [
                () => model.Set.Add(new float[9], new float[8], _rule),
                () => model.Set.Add(model.Set.Arrays[0].Weights, new float[9], _rule),
                () => model.Set.Step(new() { MaxDegreeOfParallelism = 0 }),
                () => model.Set.Add(new float[9], new float[9], Optimizer<float>.Create(_rule, 8)),
                () => model.Set.Measure(0),
                () => model.Set.SumOfGradientSquares(0),
                () => model.Set.WriteTo(new byte[3]),
                () => model.Set.ReadFrom(new byte[3]),
            ])
        {
            Assert.ThrowsAny<Exception>(refused);
            Assert.All(["WriteTo", "ReadFrom", "Step"], call => _calls[call](model));
        }
    }

    private static void AssertRefused(Action call)
    {
        var message = Assert.Throws<InvalidOperationException>(call).Message;
        Assert.Contains("Another call of this ParameterSet is running", message, StringComparison.Ordinal);
        Assert.Contains("one call at a time", message, StringComparison.Ordinal);
    }

    private static void AssertSame(ParameterSet<float> expected, ParameterSet<float> actual)
    {
        Assert.Equal(expected.Arrays.Count, actual.Arrays.Count);
        Assert.Equal(expected.WeightCount, actual.WeightCount);
        for (var i = 0; i < expected.Arrays.Count; i++)
        {
            Bits.Equal<float>(expected.Arrays[i].Weights.Span, actual.Arrays[i].Weights.Span, new($"array {i}", 9, 0));
            StateBits.Equal(expected.Arrays[i].Optimizer, actual.Arrays[i].Optimizer, $"array {i}");
        }
    }

    private sealed record Model(ParameterSet<float> Set, Gate Gate)
    {
        public byte[] Bytes { get; private set; } = [];

        public static Model Create(Gate gate)
        {
            var set = new ParameterSet<float>();
            set.Add(
                gate.Before(Samples.Weights<float>(9, seed: 1)), gate.Before(Samples.Gradients<float>(9, seed: 2)), _rule, new L2(0.1).Decoupled());
            var model = new Model(set, gate);
            model.Store();
            return model;
        }

        /// <summary>Stores the states of all arrays, as many as there are now.</summary>
        public void Store()
        {
            Bytes = new byte[Set.ByteCount];
            Set.WriteTo(Bytes);
        }
    }
}
