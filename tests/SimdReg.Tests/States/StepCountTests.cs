using System.Numerics;

namespace SimdReg.Tests.States;

public class StepCountSingleTests : StepCountTests<float>;

public class StepCountDoubleTests : StepCountTests<double>;

/// <summary>The number of steps that a state has taken.</summary>
public abstract class StepCountTests<T> : TrainedStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_step_count_advances_and_never_goes_back()
    {
        var state = Trained(steps: 3);
        state.AdvanceTo(3);
        state.AdvanceTo(10);
        Assert.Equal(10, state.StepCount);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => state.AdvanceTo(9));
        Assert.Equal("stepCount", error.ParamName);
        Assert.Contains("at least 10", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, state.StepCount);

        var advanced = new Adam(0.1).CreateState<Adam, T>(new T[1]);
        advanced.AdvanceTo(4);
        T[] stepped = [T.One], expected = [T.One];
        new Adam(0.1).Step(stepped, [T.One], advanced);
        long count = 4;
        new Adam(0.1).Step(expected, [T.One], new StateSpans<T>(ref count, new T[1], new T[1]));
        Assert.Equal(expected, stepped);
        Assert.Equal(5, advanced.StepCount);
    }

    [Fact]
    public void A_number_of_steps_that_none_can_follow_is_refused_and_the_one_before_it_is_taken()
    {
        var state = Trained(steps: 3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => state.AdvanceTo(long.MaxValue));
        Assert.Equal("stepCount", error.ParamName);
        Assert.Equal(long.MaxValue, error.ActualValue);
        Assert.Contains($"below {long.MaxValue}", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, state.StepCount);

        state.AdvanceTo(long.MaxValue - 1);
        var bytes = Stored(state);
        Trained(steps: 0).ReadFrom(bytes);
        Train(new Adam(0.1), new T[Length], state, 0, 1);
        AssertRefused(Stored(state), $"counts {long.MaxValue} steps: the number must be at least 0 and below {long.MaxValue}");
    }
}
