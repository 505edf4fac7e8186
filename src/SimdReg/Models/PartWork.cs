using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>Work on the arrays of a set, done by one thread or shared among several.</summary>
internal interface IPartWork<TRule, T, TResult>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TResult Do(ArrayParts<TRule, T> parts);
}

/// <summary>A step of all arrays, ready to be taken.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Constants">Its constants for an array that is to take the step of that number. Others have their own.</param>
/// <param name="Number">The number of the step that the first array is to take.</param>
/// <param name="Options">The options of the step.</param>
internal readonly record struct PreparedStep<TRule>(TRule Rule, StepConstants Constants, long Number, StepOptions Options)
    where TRule : struct, IUpdateRule<TRule>
{
    public StepConstants ConstantsOf<T>(ParameterArray<TRule, T> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        array.State.StepCount + 1 == Number ? Constants : array.OwnConstants;
}

/// <summary>Steps the weights, and has no result: 0.</summary>
internal readonly struct StepWork<TRule, T>(PreparedStep<TRule> step) : IPartWork<TRule, T, int>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Do(ArrayParts<TRule, T> parts)
    {
        var (rule, options) = (step.Rule, step.Options);
        while (parts.MoveNext())
        {
            parts.Array.Step(parts.Start, parts.Length, in rule, step.ConstantsOf(parts.Array), in options);
        }

        return 0;
    }
}

/// <summary>Steps the weights, and returns the outcome.</summary>
internal readonly struct MeasuredStepWork<TRule, T>(PreparedStep<TRule> step) : IPartWork<TRule, T, StepOutcome<T>>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public StepOutcome<T> Do(ArrayParts<TRule, T> parts)
    {
        var (rule, options, outcome) = (step.Rule, step.Options, default(StepOutcome<T>));
        while (parts.MoveNext())
        {
            parts.Array.MeasuredStep(parts.Start, parts.Length, in rule, step.ConstantsOf(parts.Array), in options, out var part);
            outcome += part;
        }

        return outcome;
    }
}

/// <summary>Finds out whether all gradients are finite: then the result is 0.</summary>
internal readonly struct FiniteWork<TRule, T> : IPartWork<TRule, T, int>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Do(ArrayParts<TRule, T> parts)
    {
        var blocks = new PartBlocks<TRule, T>(parts, areGradients: true);
        while (blocks.MoveNext())
        {
            if (!TensorPrimitives.IsFiniteAll(blocks.Current))
            {
                return 1;
            }
        }

        return 0;
    }
}

/// <summary>Reduces the weights, or the gradients.</summary>
internal readonly struct ReductionWork<TRule, T, TReduction, TResult>(bool areGradients) : IPartWork<TRule, T, TResult>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TReduction : struct, IReduction<T, TResult>
    where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
{
    public TResult Do(ArrayParts<TRule, T> parts) =>
        SpanSums.Over<T, PartBlocks<TRule, T>, TReduction, TResult>(new(parts, areGradients), default);
}
