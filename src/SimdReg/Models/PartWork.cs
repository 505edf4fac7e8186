using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>What is done with the arrays of a set, by one thread or shared among several.</summary>
internal interface IPartWork<TRule, T, TResult>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TResult Do(ArrayParts<TRule, T> parts);

    /// <summary>What two threads found, as one.</summary>
    TResult Merge(TResult left, TResult right);
}

/// <summary>Steps the weights: with the constants of one step where an array is at the step of that number, with its own where it is not.</summary>
internal readonly struct StepWork<TRule, T>(TRule rule, StepConstants constants, long stepNumber, StepOptions options) : IPartWork<TRule, T, bool>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TRule _rule = rule;
    private readonly StepConstants _constants = constants;
    private readonly StepOptions _options = options;

    public bool Do(ArrayParts<TRule, T> parts)
    {
        while (parts.MoveNext())
        {
            if (parts.Array.State.StepCount + 1 == stepNumber)
            {
                parts.Array.Step(parts.Start, parts.Length, in _rule, in _constants, in _options);
            }
            else
            {
                parts.Array.Step(parts.Start, parts.Length, in _rule, parts.Array.OwnConstants, in _options);
            }
        }

        return true;
    }

    public bool Merge(bool left, bool right) => true;
}

/// <summary>Steps the weights, and says what that amounts to.</summary>
internal readonly struct MeasuredStepWork<TRule, T>(TRule rule, StepConstants constants, long stepNumber, StepOptions options) : IPartWork<TRule, T, StepOutcome<T>>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public StepOutcome<T> Do(ArrayParts<TRule, T> parts)
    {
        var totals = default(StepOutcome<T>);
        while (parts.MoveNext())
        {
            var own = parts.Array.State.StepCount + 1 == stepNumber ? constants : parts.Array.OwnConstants;
            parts.Array.MeasuredStep(parts.Start, parts.Length, rule, own, options, out var part);
            totals += part;
        }

        return totals;
    }

    public StepOutcome<T> Merge(StepOutcome<T> left, StepOutcome<T> right) => left + right;
}

/// <summary>Finds out whether all gradients are finite.</summary>
internal readonly struct FiniteWork<TRule, T> : IPartWork<TRule, T, bool>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool Do(ArrayParts<TRule, T> parts)
    {
        var blocks = new PartBlocks<TRule, T>(parts, areGradients: true);
        while (blocks.MoveNext())
        {
            if (!TensorPrimitives.IsFiniteAll(blocks.Current))
            {
                return false;
            }
        }

        return true;
    }

    public bool Merge(bool left, bool right) => left && right;
}

/// <summary>Sums up the weights.</summary>
internal readonly struct MeasureWork<TRule, T> : IPartWork<TRule, T, WeightTally<T>>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public WeightTally<T> Do(ArrayParts<TRule, T> parts) =>
        SpanSums.Over<T, PartBlocks<TRule, T>, BlockMeasure<T>, WeightTally<T>>(new(parts, areGradients: false), default);

    public WeightTally<T> Merge(WeightTally<T> left, WeightTally<T> right) => left + right;
}

/// <summary>Sums up the squares of the gradients.</summary>
internal readonly struct GradientSquaresWork<TRule, T> : IPartWork<TRule, T, BoundedSum>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BoundedSum Do(ArrayParts<TRule, T> parts) =>
        SpanSums.Over<T, PartBlocks<TRule, T>, BlockNorm<T, SquareTerm>, BoundedSum>(new(parts, areGradients: true), default);

    public BoundedSum Merge(BoundedSum left, BoundedSum right) => left + right;
}
