using System.Numerics;
using System.Reflection;
using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

public class OverloadSingleTests : OverloadTests<float>;

public class OverloadDoubleTests : OverloadTests<double>;

/// <summary>Shorter ways to call, which do what the longer ones do; and formulas that only a penalty of a user's calls.</summary>
public abstract class OverloadTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 77;

    private static readonly StepOptions _options = new() { GradientScale = 0.37, Maximize = true };
    private static readonly T[] _weights = Samples.Weights<T>(Length, seed: 70);
    private static readonly T[] _gradients = Samples.Gradients<T>(Length, seed: 71);

    [Fact]
    public void Options_need_no_state_before_them()
    {
        var (rule, term) = (new Sgd(0.1), new ElasticNet(0.1, 0.3).Proximal());
        T[] expected = [.. _weights], stepped = [.. _weights], tried = [.. _weights], measured = [.. _weights];
        rule.Step(expected, _gradients, term, default, _options);

        rule.Step<Sgd, T, ElasticNet, Proximal>(stepped, _gradients, term, _options);
        Assert.True(rule.TryStep<Sgd, T, ElasticNet, Proximal>(tried, _gradients, term, _options));
        var measure = rule.MeasuredStep<Sgd, T, ElasticNet, Proximal>(measured, _gradients, term, _options);
        Assert.NotEqual(_weights, expected);
        Assert.Equal(expected, stepped);
        Assert.Equal(expected, tried);
        Assert.Equal(expected, measured);
        Assert.Equal(WeightSums.Measure<T>(expected), measure.Weights);
    }

    [Fact]
    public void The_sum_of_a_term_is_that_of_its_penalty()
    {
        var penalty = new ElasticNet(0.1, 0.3);
        ReadOnlySpan<T> weights = _weights;
        Assert.Equal(Penalty.Sum(weights, penalty), Penalty.Sum(weights, penalty.Decoupled()));
        Assert.Equal(Penalty.Sum(weights, penalty), Penalty.Sum(_weights, penalty.Proximal()));
    }

    [Fact]
    public void The_formulas_of_a_penalty_on_one_weight_are_those_of_its_documentation()
    {
        // Powers of two: no order of the operations rounds.
        var (w, g) = (new Lane<T>(T.CreateChecked(-4)), new Lane<T>(T.CreateChecked(0.5)));
        AssertNumber(2, new L1(0.5).Value(w));
        AssertNumber(4, new L2(0.5).Value(w));
        AssertNumber(6, new ElasticNet(0.5, 0.5).Value(w));
        AssertNumber(0, default(None).Value(w));
        AssertNumber(0.5, default(None).AddGradient(w, g));
        AssertNumber(-4, default(None).ProximalStep(w, g));

        static void AssertNumber(double expected, Lane<T> lane)
        {
            var number = T.Zero;
            lane.Store(ref number);
            Assert.Equal(T.CreateChecked(expected), number);
        }
    }

    [Fact]
    public void A_term_without_a_penalty_cannot_be_made()
    {
        var error = Assert.Throws<TargetInvocationException>(() => typeof(PenaltyTerm<L2, Coupled>).GetConstructor([])!.Invoke([]));
        Assert.IsType<NotSupportedException>(error.InnerException);
    }

    [Fact]
    public void Exact_sums_print_as_those_that_they_round_to()
    {
        var sums = new ExactWeightSums();
        sums.Add<T>(_weights);
        Assert.Equal(sums.Round<double>().ToString(), sums.ToString());
    }
}
