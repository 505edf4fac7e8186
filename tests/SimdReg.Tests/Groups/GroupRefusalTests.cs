using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

/// <summary>Structure that does not fit, and what structure does not do: refused before a write.</summary>
public sealed class GroupRefusalTests : IDisposable
{
    private const int Length = 10;

    public static TheoryData<WeightGroups, string> Unfit => new()
    {
        { WeightGroups.Rows(3), "rows of 3" },
        { WeightGroups.Columns(4), "columns of 4" },
        { WeightGroups.FromOffsets(0, 4, 9), "cover 9" },
        { WeightGroups.FromOffsets(0, 4, 11), "cover 11" },
        { WeightGroups.FromIndices([0, 10]), "index 10" },
    };

    public void Dispose() => Calling.InFormula = null;

    [Theory, MemberData(nameof(Unfit))]
    public void Groups_that_do_not_fit_are_refused_and_nothing_is_written(WeightGroups groups, string part)
    {
        foreach (var strength in (double[])[0, 0.1])
        {
            AssertRefused(new GroupLasso(strength).Over(groups).Proximal(), part);
            AssertRefused(new GroupLasso(strength).Over(groups).Coupled(), part);
            AssertRefused(new GroupRidge(strength).Over(groups).Decoupled(), part);
            AssertRefused(new SparseGroupLasso(0.1, strength).Over(groups).Proximal(), part);
            AssertRefused(new MaxNorm(strength).Over(groups).Proximal(), part);
            AssertRefused(new L1(strength).Within(new MaxNorm(1).Over(groups)).Decoupled(), part);
            AssertRefused(new GroupLasso(strength).Over(groups).Within(new UnitNorm().Over(WeightGroups.All)).Proximal(), part);
        }
    }

    [Fact]
    public void An_optimizer_refuses_another_term_that_does_not_fit_and_keeps_its_own()
    {
        var optimizer = Optimizer<float>.Create(new Adam(0.1), new GroupLasso(0.1).Over(WeightGroups.Rows(5)).Proximal(), Length);
        var before = optimizer.Term;
        Assert.Contains("rows of 4", Assert.Throws<ArgumentException>(() => optimizer.Term = new GroupLasso(0.1).Over(WeightGroups.Rows(4)).Proximal()).Message);
        Assert.Equal(before, optimizer.Term);
    }

    [Fact]
    public void Storage_in_narrow_numbers_is_refused()
    {
        var storage = new NumberStorage(NumberFormat.BFloat16);
        AssertStorageRefused(() => Optimizer<float>.Create(new Adam(0.1), new GroupLasso(0.1).Over(WeightGroups.Rows(5)).Proximal(), Length, storage), "Grouped");
        AssertStorageRefused(() => Optimizer<float>.Create(new Adam(0.1), new L1(0.1).WithFactors(new float[Length]).Proximal(), Length, storage), "Factored");
        AssertStorageRefused(() => Optimizer<float>.Create(new Adam(0.1), new L1(0.1).Within(new MaxNorm(1).Over(WeightGroups.All)).Proximal(), Length, storage), "Constrained");

        static void AssertStorageRefused(Func<object> call, string name)
        {
            var message = Assert.Throws<NotSupportedException>(call).Message;
            Assert.Contains(name, message, StringComparison.Ordinal);
            Assert.Contains("has structure", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mode_of_the_users_own_is_refused_and_nothing_is_written()
    {
        var adam = new Adam(0.1);
        float[] weights = [.. Enumerable.Repeat(1f, Length)], gradients = [.. Enumerable.Repeat(2f, Length)];
        var state = adam.CreateState(weights);
        var term = new PenaltyTerm<Grouped<GroupLasso, None>, Own>(new GroupLasso(0.1).Over(WeightGroups.Rows(5)));
        var set = new ParameterSet<float>();
        foreach (var call in (Action[])
            [
                () => adam.Step(weights, gradients, term, state),
                () => adam.TryStep(weights, gradients, term, state),
                () => adam.MeasuredStep(weights, gradients, term, state),
                () => Optimizer<float>.Create(adam, term, Length),
                () => set.Add(weights, gradients, adam, term),
            ])
        {
            Assert.Contains("Own is a mode for penalties on one weight", Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal);
        }

        Assert.All(weights, w => Assert.Equal(1, w));
        Assert.Empty(set.Arrays);
        Assert.Equal(0, state.StepCount);
        Assert.Equal(-1, state[0].IndexOfAnyExcept(0));
    }

    [Fact]
    public void A_second_step_with_the_state_during_a_structured_step_is_refused()
    {
        var rule = new Momentum(0.1);
        float[] weights = [1, 2], gradients = [3, 4], others = [5, 6];
        var state = rule.CreateState(weights);
        var term = default(Calling).Within(new MaxNorm(100).Over(WeightGroups.All)).Coupled();
        var refusals = 0;
        Calling.InFormula = () =>
        {
            Assert.Contains("one step at a time", Assert.Throws<InvalidOperationException>(() => rule.Step(others, gradients, term, state)).Message);
            refusals++;
        };
        rule.Step(weights, gradients, term, state);
        Assert.True(refusals > 0);
        Assert.Equal(1, state.StepCount);
        Assert.Equal([5, 6], others);
        Assert.NotEqual([1, 2], weights);
    }

    [Fact]
    public void Two_threads_on_states_of_their_own_do_not_disturb_each_other()
    {
        const int Size = 64 * 300;
        var (start, gradients) = (Samples.Weights<float>(Size, seed: 760), Samples.Gradients<float>(Size, seed: 761));
        var (adam, term) = (new Adam(0.01), new GroupLasso(0.3).Over(WeightGroups.Columns(64)).Proximal());
        var alone = Train();
        Parallel.For(0, 8, _ => Bits.Equal<float>(alone, Train(), new("beside others", Size, 0)));

        float[] Train()
        {
            float[] weights = [.. start];
            var state = adam.CreateState(weights);
            for (var step = 0; step < 5; step++)
            {
                adam.Step(weights, gradients, term, state);
            }

            return weights;
        }
    }

    [Fact]
    public void Strengths_and_bounds_that_are_none_are_refused()
    {
        foreach (var bad in (double[])[-1, double.NaN, double.PositiveInfinity, 1e39])
        {
            Assert.Equal("strength", Assert.Throws<ArgumentOutOfRangeException>(() => new GroupLasso(bad)).ParamName);
            Assert.Equal("strength", Assert.Throws<ArgumentOutOfRangeException>(() => new GroupRidge(bad)).ParamName);
            Assert.Equal("bound", Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(bad)).ParamName);
            Assert.Equal("l1Strength", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseGroupLasso(bad, 1)).ParamName);
            Assert.Equal("groupStrength", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseGroupLasso(1, bad)).ParamName);
        }
    }

    private static void AssertRefused<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term, string part)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var adam = new Adam(0.1);
        float[] weights = [.. Enumerable.Range(1, Length)], gradients = [.. weights];
        var state = adam.CreateState(weights);
        var set = new ParameterSet<float>();
        foreach (var call in (Action[])
            [
                () => adam.Step(weights, gradients, term, state),
                () => adam.TryStep(weights, gradients, term, state),
                () => adam.MeasuredStep(weights, gradients, term, state),
                () => Optimizer<float>.Create(adam, term, Length),
                () => set.Add(weights, gradients, adam, term),
            ])
        {
            var exception = Assert.Throws<ArgumentException>(call);
            Assert.Equal("weights", exception.ParamName);
            Assert.Contains($"There are {Length} weights", exception.Message, StringComparison.Ordinal);
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Enumerable.Range(1, Length).Select(i => (float)i), weights);
        Assert.Equal(gradients, weights);
        Assert.Equal(0, state.StepCount);
        Assert.Equal(-1, state[0].IndexOfAnyExcept(0));
        Assert.Empty(set.Arrays);
    }

    /// <summary>A mode of the user's own.</summary>
    private readonly struct Own : IPenaltyMode
    {
        public static L Update<L, TRule, TPenalty>(TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L>
            where TRule : struct, IUpdateRule<TRule>
            where TPenalty : struct, IPenalty => rule.Update(weights, gradients, in constants, ref state);
    }

    [Fact]
    public void Non_negativity_of_a_penalty_with_structure_is_refused_with_what_to_write_instead()
    {
        var groups = WeightGroups.Rows(2);
        foreach (var call in (Action[])
            [
                () => new GroupLasso(1).Over(groups).NonNegative(),
                () => new L1(1).WithFactors(new float[2]).NonNegative(),
                () => new L1(1).Within(new L2Ball(1)).NonNegative(),
            ])
        {
            Assert.Contains("use penalty.Within(default(NonNegative))", Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal);
        }

        float[] weights = [1, -1, 1, 1];
        new Sgd(1).Step(weights, new float[4], new GroupLasso(0.5).Over(groups).Within(default(NonNegative)).Proximal());
        Assert.True(weights[0] > 0 && weights[0] < 1 && weights[1] == 0);
    }

    [Fact]
    public void A_constraint_that_does_not_fit_is_refused_before_the_step_writes()
    {
        float[] weights = [1, 2, 3], gradients = [1, 1, 1];
        Assert.Throws<ArgumentException>(() => new Sgd(1).Step(weights, gradients, default(None).Within(new TopK(4))));
        Assert.Throws<ArgumentException>(() => new Sgd(1).Step(weights, gradients, default(None).Within(new NMSparsity(1, 2))));
        Assert.Throws<ArgumentException>(() => Optimizer<float>.Create(new Sgd(1), default(None).Within(new TopK(4)), 3));
        Assert.Equal([1, 2, 3], weights);
        new Sgd(1).Step(weights, gradients, default(None).Within(new TopK(1)));
        Assert.Equal([0, 0, 2], weights);
    }

    [Fact]
    public void Messages_name_types_as_in_code()
    {
        var message = Assert.Throws<NotSupportedException>(() => new MaxNorm(1).Over(WeightGroups.All).Coupled()).Message;
        Assert.StartsWith("Grouped<MaxNorm, None> has no gradient", message, StringComparison.Ordinal);
        Assert.Equal("Rows(4), Columns(3), All, 2 groups of 5 weights, 1 groups of indices", string.Join(", ", WeightGroups.Rows(4), WeightGroups.Columns(3), WeightGroups.All, WeightGroups.FromOffsets(0, 2, 5), WeightGroups.FromIndices([0, 3])));
    }
}
