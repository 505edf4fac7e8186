using System.Globalization;
using System.Numerics;
using SimdReg.Models;
using SimdReg.Steps;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Steps.</content>
public sealed partial class ParameterSet<T>
{
    /// <summary>Steps every array by its optimizer, with the same bits as each optimizer alone.</summary>
    /// <param name="options">
    /// Options of this step, in addition to <see cref="Optimizer{T}.Options"/> of each array. The number of threads is that of the step alone.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="LearningRateScale"/> gives a rule a rate that it does not accept. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">A rule is <c>default</c> and would divide by 0, an array has taken 2⁶³ − 1 steps, or another call of this set is running. Nothing has been written.</exception>
    public void Step(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);
        Prepare(in options);
        Take(options);
    }

    /// <summary>Steps every array if all gradients of all arrays are finite. Otherwise nothing changes in any of them.</summary>
    /// <returns><see langword="true"/> if the step was taken, <see langword="false"/> if a gradient is NaN or infinite.</returns>
    /// <inheritdoc cref="Step"/>
    public bool TryStep(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);

        // Rejects a default rule even if a gradient is not finite.
        Prepare(in options);
        if (Share<FiniteWork<T>, int>(new(_anyStored), options.MaxDegreeOfParallelism) > 0)
        {
            return false;
        }

        Take(options);
        return true;
    }

    /// <summary>Steps every array and measures all of them together, with the same bits as for one array that contains them all.</summary>
    /// <returns>The measures of the step over all arrays.</returns>
    /// <inheritdoc cref="Step"/>
    public StepMeasure<T> MeasuredStep(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);
        Prepare(in options);
        var outcome = Share<MeasuredStepWork<T>, StepOutcome<T>>(new(options), options.MaxDegreeOfParallelism);
        CountStep();
        Span<T> buffer = _anyStored ? stackalloc T[2 * StoredBlocks.BufferLength] : default;
        return outcome.Round<PartBlocks<T>, PartBlocks<T>>(
            Blocks(areGradients: false, buffer[..(buffer.Length / 2)]), Blocks(areGradients: true, buffer[(buffer.Length / 2)..]));
    }

    /// <summary>Prepares a step: computes the constants of all rules. Every rejection of a step happens here.</summary>
    internal void Prepare(in StepOptions options)
    {
        object? latest = null;
        var index = 0;
        try
        {
            foreach (var array in Span)
            {
                array.Optimizer.Prepare(in options, LearningRateScale, ref latest);
                index++;
            }
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What a rule or the options refuse is a product of two numbers, and names neither.
            var optimizer = _arrays[index].Optimizer;
            var (name, value, ofArray) = error.ParamName == "gradientScale"
                ? (nameof(StepOptions.GradientScale), options.GradientScale, optimizer.Options.GradientScale)
                : (nameof(LearningRateScale), LearningRateScale, optimizer.LearningRate);
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"Array {index}: {name}, {value}, times the array's {ofArray} is refused. {error.Message}"));
        }
    }

    private void Take(StepOptions options)
    {
        Share<StepWork<T>, int>(new(options), options.MaxDegreeOfParallelism);
        CountStep();
    }

    /// <summary>Counts a step that was taken over all ranges.</summary>
    internal void CountStep()
    {
        foreach (var array in Span)
        {
            array.Optimizer.CountStep();
        }
    }

    private ArrayParts<T> Parts(long start, long end) => new(Span, start, end);

    private TResult Share<TWork, TResult>(TWork work, int maxDegreeOfParallelism)
        where TWork : struct, IPartWork<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        Share<TWork, TResult>(work, 0, WeightCount, maxDegreeOfParallelism);

    /// <summary>Does work over a range of all weights, on one thread or several.</summary>
    internal TResult Share<TWork, TResult>(TWork work, long start, long end, int maxDegreeOfParallelism)
        where TWork : struct, IPartWork<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.IsWorthwhile(end - start, maxDegreeOfParallelism)
            ? OverThreads<TWork, TResult>(work, start, end - start, maxDegreeOfParallelism)
            : work.Do(Parts(start, end));

    // A separate method: where a lambda captures `this` and a parameter, the method allocates on every path.
    private TResult OverThreads<TWork, TResult>(TWork work, long start, long length, int maxDegreeOfParallelism)
        where TWork : struct, IPartWork<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.Sum(
            length, ParallelRanges.RangeLength(length), maxDegreeOfParallelism, (from, to) => work.Do(Parts(start + from, start + to)));
}
