using SimdReg.Tests.Support;

namespace SimdReg.Tests.Rules;

/// <summary>Rules without parameters, of which C# lets anybody make one.</summary>
public class DefaultRuleTests
{
    [Fact]
    public void A_rule_that_would_divide_by_zero_takes_no_step()
    {
        AssertRefused<Adam>();
        AssertRefused<AmsGrad>();
        AssertRefused<Adagrad>();
        AssertRefused<RmsProp>();
        AssertRefused<CenteredRmsProp>();
        AssertRefused<RmsPropMomentum>();
        AssertRefused<CenteredRmsPropMomentum>();
        AssertRefused<Ftrl>();
    }

    [Fact]
    public void One_that_divides_by_nothing_stays_where_it_is()
    {
        AssertStays<Sgd>();
        AssertStays<Momentum>();
        AssertStays<NesterovMomentum>();
        AssertStays<DampenedMomentum>();
        AssertStays<Lion>();
    }

    [Fact]
    public void One_without_parameters_is_named_by_the_rule_that_is_made_of_it()
    {
        foreach (var (name, make) in (ReadOnlySpan<(string, Action)>)
            [
                ("default(Adam)", () => default(Adam).AmsGrad()),
                ("default(RmsProp)", () => default(RmsProp).Centered()),
                ("default(RmsProp)", () => default(RmsProp).WithMomentum(0.9)),
                ("default(CenteredRmsProp)", () => default(CenteredRmsProp).WithMomentum(0.9)),
            ])
        {
            Assert.Contains(name, Assert.Throws<InvalidOperationException>(make).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FTRL_without_parameters_starts_from_no_weights()
    {
        var state = new UpdateState<Ftrl, float>(default, 3);
        var error = Assert.Throws<InvalidOperationException>(() => state.WarmStart(default, [1, 2, 3]));
        Assert.Contains("default(Ftrl)", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        var (weights, gradients, state) = Operands<TRule>();
        var set = new ParameterSet<float>();
        var array = set.Add(weights, gradients, default(TRule));
        var setWithNaN = new ParameterSet<float>();
        var (weightsWithNaN, gradientsWithNaN, _) = Operands<TRule>();
        gradientsWithNaN[^1] = float.NaN;
        var arrayWithNaN = setWithNaN.Add(weightsWithNaN, gradientsWithNaN, default(TRule));
        foreach (var step in (Action[])
            [
                () => default(TRule).WithLearningRate(0.1),
                () => default(TRule).Step(weights, gradients, state),
                () => default(TRule).TryStep<TRule, float>(weights, gradients, state),
                () => default(TRule).TryStep<TRule, float>(weights, [float.NaN, .. gradients[1..]], state),
                () => default(TRule).MeasuredStep<TRule, float>(weights, gradients, state),
                () => set.Step(),
                () => set.TryStep(),
                () => setWithNaN.TryStep(),
                () => set.MeasuredStep(),
            ])
        {
            Assert.Contains($"default({typeof(TRule).Name})", Assert.Throws<InvalidOperationException>(step).Message, StringComparison.Ordinal);
            Assert.Equal(Operands<TRule>().Weights, weights);
            StateBits.Equal(Operands<TRule>().State, state, typeof(TRule).Name);
            StateBits.Equal(Operands<TRule>().State, array.State, typeof(TRule).Name);
            Assert.Equal(Operands<TRule>().Weights, weightsWithNaN);
            StateBits.Equal(Operands<TRule>().State, arrayWithNaN.State, typeof(TRule).Name);
        }
    }

    private static void AssertStays<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        var (weights, gradients, state) = Operands<TRule>();
        default(TRule).Step(weights, gradients, state);
        Assert.Equal(Operands<TRule>().Weights, weights);
    }

    private static (float[] Weights, float[] Gradients, UpdateState<TRule, float> State) Operands<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        (Samples.Weights<float>(37, seed: 1), Samples.Gradients<float>(37, seed: 2), new(default, 37));
}
