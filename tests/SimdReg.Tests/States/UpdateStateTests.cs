using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

public class UpdateStateSingleTests : UpdateStateTests<float>;

public class UpdateStateDoubleTests : UpdateStateTests<double>;

/// <summary>The state that the library allocates for a rule.</summary>
public abstract class UpdateStateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] _lengths = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 1000];

    [Fact]
    public void Before_the_first_step_every_number_is_the_initial_one_and_no_step_is_counted() =>
        ForEveryState((rule, state, length) =>
        {
            Assert.Equal(length, state.WeightCount);
            Assert.Equal(0, state.StepCount);
            for (var slot = 0; slot < rule.StateCount; slot++)
            {
                var initial = new T[length];
                Array.Fill(initial, T.CreateTruncating(rule.Reference(0.1).InitialState(slot)));
                Bits.Equal<T>(initial, state[slot], new(rule.Name, length, slot));
            }
        });

    [Fact]
    public unsafe void Every_slot_starts_at_a_cache_line_and_stays_there() =>
        ForEveryState((rule, state, length) =>
        {
            for (var slot = 0; slot < rule.StateCount && length > 0; slot++)
            {
                var before = (nuint)Unsafe.AsPointer(ref state[slot][0]);
                if (length == _lengths[^1])
                {
                    GC.Collect();
                }

                Assert.Equal(0u, before % 64);
                Assert.Equal(before, (nuint)Unsafe.AsPointer(ref state[slot][0]));
            }
        });

    [Fact]
    public void No_two_slots_share_an_element() =>
        ForEveryState((rule, state, length) =>
        {
            for (var slot = 0; slot < rule.StateCount; slot++)
            {
                state[slot].Fill(T.CreateTruncating(slot + 1));
            }

            for (var slot = 0; slot < rule.StateCount; slot++)
            {
                Assert.Equal(length, state[slot].Length);
                Assert.Equal(length, state[slot].Count(T.CreateTruncating(slot + 1)));
            }
        });

    [Fact]
    public void A_slot_that_the_rule_does_not_keep_is_refused_by_name_and_value() =>
        ForEveryState((rule, state, _) =>
        {
            foreach (var slot in (int[])[-1, int.MinValue, rule.StateCount, 3, int.MaxValue])
            {
                var exception = Assert.Throws<ArgumentOutOfRangeException>(() => state[slot].Length);
                Assert.Equal("slot", exception.ParamName);
                Assert.Equal(slot, exception.ActualValue);
                Assert.Contains($"{rule.Name} keeps {rule.StateCount}", exception.Message, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void Its_spans_are_the_slots_themselves() =>
        ForEveryState((rule, state, length) =>
        {
            var spans = state.Spans;
            Assert.Equal(rule.StateCount, spans.Count);
            Assert.True(rule.StateCount < 1 || spans.First == state[0]);
            Assert.True(rule.StateCount < 2 || spans.Second == state[1]);
            Assert.True(rule.StateCount < 3 || spans.Third == state[2]);
        });

    [Fact]
    public void Steps_with_it_are_those_with_spans_of_the_callers_and_it_counts_them()
    {
        const int Length = 131;
        var (l1, reference) = (new L1(0.3), new L1Reference(0.3));
        foreach (var rule in RuleTable.All)
        {
            var state = rule.State<T>(0.1, Length);
            var kernel = rule.Kernel<T, L1>(l1, reference, 0.1, PenaltyMode.Proximal, default);
            var expected = new Operands<T>(
                Samples.Weights<T>(Length, seed: 1),
                Samples.Gradients<T>(Length, seed: 2),
                [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())],
                0);
            T[] weights = [.. expected.Targets];
            for (var step = 1; step <= 3; step++)
            {
                var at = new Case($"{rule.Name}, step {step}", Length, 0);
                expected = kernel.Expected(expected) with { StepCount = step };
                rule.Step(l1, 0.1, PenaltyMode.Proximal, weights, expected.Sources, state.Spans, default);

                Bits.Equal<T>(expected.Targets, weights, at);
                Assert.Equal(step, state.StepCount);
                for (var slot = 0; slot < rule.StateCount; slot++)
                {
                    Bits.Equal<T>(expected.States[slot], state[slot], at with { Part = Operands<T>.Part(slot) });
                }
            }
        }
    }

    [Fact]
    public void A_rule_that_keeps_nothing_is_told_the_number_of_each_step()
    {
        T[] weights = [T.Zero], gradients = [T.Zero], others = [T.Zero];
        var rule = default(Numbered);
        var state = rule.CreateState<Numbered, T>(weights);
        rule.Step(weights, gradients, state);
        AssertSteps(1);
        Assert.True(rule.TryStep(weights, gradients, state));
        AssertSteps(2);
        rule.MeasuredStep(weights, gradients, state);
        AssertSteps(3);

        var set = new ParameterSet<T>();
        set.Add(weights, gradients, rule);
        set.Add(others, new T[1], rule).AdvanceTo(7);
        set.Step();
        Assert.True(set.TryStep());
        Assert.Equal([T.CreateTruncating(2), T.CreateTruncating(9)], [weights[0], others[0]]);
        Assert.Equal([2, 9], set.Arrays.Select(array => array.Optimizer.StepCount));

        void AssertSteps(int count)
        {
            Assert.Equal(T.CreateTruncating(count), weights[0]);
            Assert.Equal(count, state.StepCount);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_number_of_weights_that_no_array_holds_is_refused_by_name_and_value(int weightCount)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new UpdateState<Adam, T>(new(0.1), weightCount));
        Assert.Equal("weightCount", exception.ParamName);
        Assert.Equal(weightCount, exception.ActualValue);
        Assert.Contains("Adam", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_state_at_all_is_refused_by_name() =>
        Assert.Equal("state", Assert.Throws<ArgumentNullException>(() =>
        {
            StateSpans<T> spans = (UpdateState<Adam, T>)null!;
            return spans.Count;
        }).ParamName);

    /// <summary>A weight becomes the number of the step.</summary>
    private readonly record struct Numbered(double LearningRate) : IUpdateRule<Numbered>
    {
        public static int StateCount => 0;

        public Numbered WithLearningRate(double learningRate) => new(learningRate);

        public StepConstants AtStep(long stepNumber) => new(LearningRate, first: stepNumber);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> =>
            L.Splat(constants.First);
    }

    private static void ForEveryState(Action<RuleCase, RuleState<T>, int> test)
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var length in _lengths)
            {
                test(rule, rule.State<T>(0.1, length), length);
            }
        }
    }
}
