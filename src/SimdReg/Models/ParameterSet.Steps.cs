using System.Numerics;
using SimdReg.Models;
using SimdReg.Steps;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Steps.</content>
public sealed partial class ParameterSet<TRule, T>
{
    /// <summary>Steps every array, each as <see cref="UpdateSteps"/> would alone, to the bit.</summary>
    /// <param name="rule">The rule, with the learning rate of this step.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, or an array has taken 2⁶³ − 1 steps, or another call of this set is running. Nothing has been written.</exception>
    public void Step(TRule rule, StepOptions options = default, int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        Take(Prepare(rule, options), maxDegreeOfParallelism);
    }

    /// <summary>Steps every array, and says what that amounts to over all of them, to the bit as in one array of them all.</summary>
    /// <param name="rule">The rule, with the learning rate of this step.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, or an array has taken 2⁶³ − 1 steps, or another call of this set is running. Nothing has been written.</exception>
    public StepMeasure<T> MeasuredStep(TRule rule, StepOptions options = default, int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var outcome = Share<MeasuredStepWork<TRule, T>, StepOutcome<T>>(new(Prepare(rule, options)), maxDegreeOfParallelism);
        CountStep();
        return outcome.Round<PartBlocks<TRule, T>, PartBlocks<TRule, T>>(Blocks(areGradients: false), Blocks(areGradients: true));
    }

    /// <summary>Steps every array if all gradients of all arrays are finite. Else nothing changes, in any of them.</summary>
    /// <param name="rule">The rule, with the learning rate of this step.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it.</param>
    /// <returns>Whether the step was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, or an array has taken 2⁶³ − 1 steps, or another call of this set is running. Nothing has been written.</exception>
    public bool TryStep(TRule rule, StepOptions options = default, int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.AtLeastOne(maxDegreeOfParallelism);

        // A rule that takes no step is refused whatever the gradients are.
        var prepared = Prepare(rule, options);
        if (Share<FiniteWork<TRule, T>, int>(default, maxDegreeOfParallelism) > 0)
        {
            return false;
        }

        Take(prepared, maxDegreeOfParallelism);
        return true;
    }

    private void Take(PreparedStep<TRule> prepared, int maxDegreeOfParallelism)
    {
        Share<StepWork<TRule, T>, int>(new(prepared), maxDegreeOfParallelism);
        CountStep();
    }

    /// <summary>The rule with the constants of the step that the first array is to take. Arrays at another step get constants of their own.</summary>
    /// <remarks>Before anything is written, and once for all arrays: powers take as long as some forty weights.</remarks>
    private PreparedStep<TRule> Prepare(TRule rule, StepOptions options)
    {
        var number = _arrays.Count == 0 ? 1 : _arrays[0].State.StepCount + 1;
        foreach (var array in Span)
        {
            var stepCount = array.State.StepCount;
            if (!Guard.IsStepCount(stepCount))
            {
                throw new InvalidOperationException($"The state of an array counts {stepCount} steps: they {Guard.StepCountRule}.");
            }

            if (stepCount + 1 != number)
            {
                array.OwnConstants = rule.AtStep(stepCount + 1);
            }
        }

        return new(rule, rule.AtStep(number), number, options);
    }

    private void CountStep()
    {
        foreach (var array in Span)
        {
            array.State.CountStep();
        }
    }

    private ArrayParts<TRule, T> Parts(long start, long end) => new(Span, start, end);

    private TResult Share<TWork, TResult>(TWork work, int maxDegreeOfParallelism)
        where TWork : struct, IPartWork<TRule, T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.IsWorthwhile(WeightCount, maxDegreeOfParallelism) ? OverThreads<TWork, TResult>(work, maxDegreeOfParallelism) : work.Do(Parts(0, WeightCount));

    // A method of its own: where a lambda captures `this` and a parameter, the method allocates on every path.
    private TResult OverThreads<TWork, TResult>(TWork work, int maxDegreeOfParallelism)
        where TWork : struct, IPartWork<TRule, T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.Sum(
            WeightCount, ParallelRanges.RangeLength(WeightCount), maxDegreeOfParallelism, (start, end) => work.Do(Parts(start, end)));
}
