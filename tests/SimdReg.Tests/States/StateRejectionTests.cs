using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

public class StateRejectionSingleTests : StateRejectionTests<float>;

public class StateRejectionDoubleTests : StateRejectionTests<double>;

/// <summary>State that no step takes. What is refused leaves everything as it was, the number of steps too.</summary>
public abstract class StateRejectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 19;

    private static readonly string[] _names = ["state.First (slot 0)", "state.Second (slot 1)", "state.Third (slot 2)"];

    [Theory]
    [InlineData(18)]
    [InlineData(20)]
    [InlineData(0)]
    public void State_of_another_length_is_refused_and_nothing_is_written(int stateLength) =>
        ForEverySlot((kernel, given, slot) =>
        {
            given.States[slot] = Samples.Gradients<T>(stateLength, seed: 1);
            AssertRefused<ArgumentException>(given, kernel.Call, $"{_names[slot]} has {stateLength} ", $" has {Length}");
        });

    [Fact]
    public void State_that_is_missing_or_more_than_the_rule_keeps_is_refused_and_nothing_is_written()
    {
        foreach (var kernel in Kernel.All<T>().Where(kernel => kernel.IsStep))
        {
            for (var count = 0; count <= 3; count++)
            {
                if (count != kernel.StateCount)
                {
                    T[][] states = [.. Enumerable.Range(0, count).Select(slot => Samples.Gradients<T>(Length, slot))];
                    var given = kernel.Operands(Length, seed: 2) with { States = states };
                    AssertRefused<ArgumentException>(given, kernel.Call, count == 0 && kernel.StateCount > 0 ? "is missing" : $"has {count} ", $"keeps {kernel.StateCount}");
                }
            }
        }
    }

    [Fact]
    public void The_state_of_another_rule_is_refused_by_the_names_of_both_and_nothing_is_written()
    {
        foreach (var owner in RuleTable.All)
        {
            foreach (var rule in RuleTable.All.Where(rule => rule != owner))
            {
                var state = owner.State<T>(0.1, Length);
                for (var slot = 0; slot < owner.StateCount; slot++)
                {
                    Samples.Gradients<T>(Length, seed: slot).CopyTo(state[slot]);
                }

                T[] weights = Samples.Weights<T>(Length, seed: 3);
                var exception = Assert.Throws<ArgumentException>(() => rule.Step(
                    default(None), 0.1, Reference.PenaltyMode.Coupled, weights, Samples.Gradients<T>(Length, seed: 4), state.Spans, default));

                Assert.Equal("state", exception.ParamName);
                Assert.Contains($"belongs to {owner.Name},", exception.Message, StringComparison.Ordinal);
                Assert.Contains($"{rule.Name} keeps {rule.StateCount}", exception.Message, StringComparison.Ordinal);
                Assert.Equal(0, state.StepCount);
                Bits.Equal<T>(Samples.Weights<T>(Length, seed: 3), weights, new(rule.Name, Length, 0));
                for (var slot = 0; slot < owner.StateCount; slot++)
                {
                    Bits.Equal<T>(Samples.Gradients<T>(Length, seed: slot), state[slot], new(owner.Name, Length, slot));
                }
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_number_of_steps_that_is_negative_or_leaves_none_for_another_is_refused_by_its_value_and_nothing_is_written(long stepCount)
    {
        foreach (var kernel in Kernel.All<T>().Where(kernel => kernel.IsStep))
        {
            var given = kernel.Operands(Length, seed: 5) with { StepCount = stepCount };
            var exception = AssertRefused<ArgumentOutOfRangeException>(given, kernel.Call, "at least 0 and below");
            Assert.Equal(stepCount, exception.ActualValue);
        }
    }

    [Fact]
    public void State_that_overlaps_anything_is_refused_and_nothing_is_written() =>
        ForEverySlot((kernel, _, slot) =>
        {
            // The spans of weights, gradients and state lie in one array, apart from each other but for one of the state.
            for (var other = 0; other < 2 + kernel.StateCount; other++)
            {
                var size = Unsafe.SizeOf<T>();
                foreach (var shift in (int[])[(1 - Length) * size, -1, 0, 1, size, (Length * size) - 1])
                {
                    if (other != 2 + slot)
                    {
                        AssertOverlapRefused(kernel, slot, other, shift, other < 2 ? $"{_names[slot]} overlaps" : "overlap");
                    }
                }
            }
        });

    [Fact]
    public void A_step_counts_itself_once_also_where_a_rule_keeps_nothing_else()
    {
        foreach (var kernel in Kernel.All<T>().Where(kernel => kernel.IsStep))
        {
            foreach (var length in (int[])[0, 1, Length, 300])
            {
                var given = kernel.Operands(length, seed: 6);
                Assert.Equal(given.StepCount + 1, given.Run(kernel.Call));
            }
        }
    }

    [Fact]
    public void A_rule_that_keeps_nothing_steps_without_a_state_and_counts_none()
    {
        T[] weights = [T.One];
        var state = default(StateSpans<T>);
        new Sgd(0.5).Step(weights, [T.One], state);
        Assert.True(new Sgd(0.5).TryStep(weights, [T.One], state));
        new Sgd(0.5).MeasuredStep(weights, [-T.One], state);
        Assert.Equal(T.CreateTruncating(0.5), weights[0]);
        Assert.Equal(0, state.StepCount);
    }

    private static void AssertOverlapRefused(Kernel<T> kernel, int slot, int other, int shiftInBytes, string part)
    {
        // Room for a span before the first and after the last.
        const int Spans = 7;
        var size = Length * Unsafe.SizeOf<T>();
        var all = MemoryMarshal.AsBytes<T>(Samples.Gradients<T>(Spans * Length, seed: 7)).ToArray();
        byte[] unchanged = [.. all];
        var stepCount = 2L;
        int[] starts = [.. Enumerable.Range(1, 2 + kernel.StateCount).Select(index => index * size)];
        starts[2 + slot] = starts[other] + shiftInBytes;

        var exception = Assert.Throws<ArgumentException>(() => kernel.Call(
            At(0),
            At(1),
            Operands<T>.Spans(ref stepCount, kernel.StateCount, At(2), At(3), At(4))));

        Assert.Equal("state", exception.ParamName);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.Equal(unchanged, all);
        Assert.Equal(2, stepCount);

        Span<T> At(int index) =>
            index < starts.Length ? MemoryMarshal.Cast<byte, T>(all.AsSpan(starts[index], size)) : default;
    }

    private static TException AssertRefused<TException>(Operands<T> given, KernelCall<T> call, params string[] parts)
        where TException : ArgumentException
    {
        var unchanged = new Operands<T>(
            [.. given.Targets], [.. given.Sources], [.. given.States.Select(row => row.ToArray())], given.StepCount);
        var stepCount = given.StepCount;
        var exception = Assert.Throws<TException>(() => call(
            given.Targets,
            given.Sources,
            Operands<T>.Spans(ref stepCount, given.States.Length, Row(0), Row(1), Row(2))));

        Assert.Equal("state", exception.ParamName);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        unchanged.AssertEqual(given, new("a refused step", given.Length, 0));
        Assert.Equal(given.StepCount, stepCount);
        return exception;

        Span<T> Row(int slot) => slot < given.States.Length ? given.States[slot] : default;
    }

    private static void ForEverySlot(Action<Kernel<T>, Operands<T>, int> test)
    {
        foreach (var kernel in Kernel.All<T>())
        {
            for (var slot = 0; slot < kernel.StateCount; slot++)
            {
                test(kernel, kernel.Operands(Length, seed: 8), slot);
            }
        }
    }
}
