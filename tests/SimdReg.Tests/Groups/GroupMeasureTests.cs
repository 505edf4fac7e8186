using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class GroupMeasureSingleTests : GroupMeasureTests<float>;

public class GroupMeasureDoubleTests : GroupMeasureTests<double>;

/// <summary>A measured step with structure takes the step and says what it did; options act as they do without structure.</summary>
public abstract class GroupMeasureTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 10, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void A_measured_step_takes_the_bits_of_the_step_and_measures_it(GroupInput<T> input)
    {
        var options = input.Numbers.Options;
        foreach (var isSame in (bool[])[false, true])
        {
            Assert(new Adam(input.Numbers.Rate), new GroupLasso(input.Numbers.Strength).Over(input.Shape.Groups).Proximal());
            Assert(new Adam(input.Numbers.Rate), new GroupRidge(input.Numbers.Strength).Over(input.Shape.Groups).Decoupled());
            Assert(new Sgd(input.Numbers.Rate), new GroupLasso(input.Numbers.Strength).Over(input.Shape.Groups).Coupled());
            Assert(new Sgd(input.Numbers.Rate), default(None).Within(new MaxNorm(input.Numbers.Strength).Over(input.Shape.Groups)).Coupled());
            Assert(new Momentum(input.Numbers.Rate), new L1(input.Numbers.Strength).WithFactors(new float[input.Shape.Length]).Proximal());

            void Assert<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
                where TRule : struct, IUpdateRule<TRule>
                where TPenalty : struct, IPenalty
                where TMode : struct, IPenaltyMode
            {
                T[] before = input.Numbers.Weights, plain = [.. before], measured = [.. before];
                T[] gradients = isSame ? before : input.Numbers.Gradients;
                var (ofPlain, ofMeasured) = (rule.CreateState<TRule, T>(plain), rule.CreateState<TRule, T>(plain));
                rule.Step(plain, isSame ? plain : gradients, term, ofPlain, options);
                var measure = rule.MeasuredStep(measured, isSame ? measured : gradients, term, ofMeasured, options);
                var at = new Case($"{rule}, {term.Penalty.GetType().Name}, {typeof(TMode).Name}, {input.Shape}, {options}, same {isSame}", before.Length, 0);
                Bits.Equal<T>(plain, measured, at);
                for (var slot = 0; slot < TRule.StateCount; slot++)
                {
                    Bits.Equal<T>(ofPlain[slot], ofMeasured[slot], at with { Part = ", state" });
                }

                StepMeasures.AssertMeasure(before, measured, gradients, measure, at);
                Xunit.Assert.Equal(1, ofMeasured.StepCount);

                // The gradients as a span of their own give the same bits as the weights themselves.
                T[] apart = [.. before];
                rule.Step(apart, gradients.ToArray(), term, rule.CreateState<TRule, T>(apart), options);
                Bits.Equal<T>(apart, plain, at);
            }
        }
    }

    [Fact]
    public void The_measures_of_many_parts_are_those_of_the_whole()
    {
        const int Length = 60 * 1001;
        T[] before = Samples.Weights<T>(Length, seed: 750), gradients = Samples.Gradients<T>(Length, seed: 751);
        foreach (var groups in (WeightGroups[])[WeightGroups.Rows(77), WeightGroups.Columns(60), WeightGroups.All])
        {
            T[] after = [.. before];
            var measure = new Sgd(0.1).MeasuredStep(after, gradients, new GroupLasso(20).Over(groups).Proximal());
            StepMeasures.AssertMeasure(before, after, gradients, measure, new("measured", Length, 0));
        }
    }

    [Property(MaxTest = 10, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void Zeros_that_are_kept_stay_and_keep_their_state_in_every_mode(GroupInput<T> input)
    {
        foreach (var rule in RuleTable.OfEachStateCount)
        {
            foreach (var mode in Enum.GetValues<PenaltyMode>())
            {
                var given = GroupStepProperties<T>.Start(input, rule, input.Numbers.Rate);
                var after = given.After((w, g, state) => rule.Step(
                    new GroupLasso(input.Numbers.Strength).Over(input.Shape.Groups), input.Numbers.Rate, mode, w, g, state, new() { KeepZeros = true }));
                for (var i = 0; i < given.Length; i++)
                {
                    if (given.Targets[i] == T.Zero || T.IsSubnormal(given.Targets[i]))
                    {
                        Bits.Equal<T>([T.Zero, .. given.States.Select(row => row[i])], [after.Targets[i], .. after.States.Select(row => row[i])], new($"{rule}, {mode}", given.Length, i));
                    }
                }
            }
        }
    }

    [Property(MaxTest = 10, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void No_step_writes_a_subnormal_weight_or_a_negative_zero_or_reads_a_subnormal_weight(GroupInput<T> input)
    {
        foreach (var rule in RuleTable.OfEachStateCount)
        {
            foreach (var mode in Enum.GetValues<PenaltyMode>())
            {
                Assert(new SparseGroupLasso(0.1, input.Numbers.Strength).Over(input.Shape.Groups));
                Assert(new ElasticNet(1, input.Numbers.Strength).WithFactors(Enumerable.Repeat(0.7, input.Shape.Length).ToArray()));

                void Assert<TPenalty>(TPenalty penalty)
                    where TPenalty : struct, IPenalty
                {
                    var given = GroupStepProperties<T>.Start(input, rule, input.Numbers.Rate);
                    for (var i = 0; i < given.Length; i += 3)
                    {
                        given.Targets[i] = T.Epsilon * T.CreateChecked(i + 1);
                    }

                    var flushed = given with { Targets = Array.ConvertAll(given.Targets, w => T.IsSubnormal(w) ? T.Zero : w) };
                    var after = given.After((w, g, state) => rule.Step(penalty, input.Numbers.Rate, mode, w, g, state, default));
                    flushed.After((w, g, state) => rule.Step(penalty, input.Numbers.Rate, mode, w, g, state, default))
                        .AssertEqual(after, new($"{penalty.GetType().Name}, {rule}, {mode}, {input.Shape}", given.Length, 0));
                    Xunit.Assert.All([.. after.Targets, .. after.States.SelectMany(row => row)], x => Xunit.Assert.True(!T.IsSubnormal(x) && (x != T.Zero || T.IsPositive(x)), $"{x}"));
                }
            }
        }
    }

    [Property(MaxTest = 10, Arbitrary = [typeof(GroupArbitraries)])]
    public void NaN_in_a_weight_or_its_gradient_makes_its_group_NaN_and_no_other_weight(GroupInput<T> input)
    {
        var place = input.Shape.Lists.FirstOrDefault(list => list.Length > 0)?[0] ?? 0;
        var group = input.Shape.Lists.FirstOrDefault(list => list.Contains(place)) ?? [place];
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in Enum.GetValues<PenaltyMode>())
            {
                var given = GroupStepProperties<T>.Start(input, rule, input.Numbers.Rate);
                T[] expected = Step(given), ofWeight = [.. given.Targets], ofGradient = [.. given.Sources];
                (ofWeight[place], ofGradient[place]) = (T.NaN, T.NaN);

                // A cautious step does not pull every weight of the group.
                Assert(Step(given with { Targets = ofWeight }), mode == PenaltyMode.Cautious ? [place] : group, "weight");
                Assert(Step(given with { Sources = ofGradient }), mode == PenaltyMode.Proximal ? group : [place], "gradient");

                T[] Step(Operands<T> start) => start.After((w, g, state) => rule.Step(
                    new GroupLasso(input.Numbers.Strength).Over(input.Shape.Groups), input.Numbers.Rate, mode, w, g, state, default)).Targets;

                void Assert(T[] actual, int[] poisoned, string what)
                {
                    // Lion takes the sign of a gradient: NaN of NaN.
                    Xunit.Assert.All(poisoned, i => Xunit.Assert.True(T.IsNaN(actual[i]), $"{rule}, {mode}, {input.Shape}: {actual[i]} at {i} of {what}"));
                    Xunit.Assert.All(Enumerable.Range(0, actual.Length).Except(what == "weight" ? group : poisoned), i => Xunit.Assert.Equal(expected[i], actual[i]));
                }
            }
        }
    }

    [Fact]
    public void TryStep_steps_if_all_gradients_are_finite_and_otherwise_changes_nothing()
    {
        T[] start = Samples.Weights<T>(600, seed: 752), gradients = Samples.Gradients<T>(600, seed: 753);
        T[] weights = [.. start], expected = [.. start];
        var (adam, term) = (new Adam(0.1), new GroupLasso(0.5).Over(WeightGroups.Columns(20)).Proximal());
        var (state, ofExpected) = (adam.CreateState<Adam, T>(weights), adam.CreateState<Adam, T>(weights));
        Assert.True(adam.TryStep(weights, gradients, term, state));
        adam.Step(expected, gradients, term, ofExpected);
        gradients[599] = T.NegativeInfinity;
        Assert.False(adam.TryStep(weights, gradients, term, state));
        Bits.Equal<T>(expected, weights, new("tried", 600, 0));
        Bits.Equal<T>(ofExpected[1], state[1], new("tried", 600, 0));
        Assert.Equal(1, state.StepCount);
    }
}
