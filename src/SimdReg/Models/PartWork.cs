using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>Work on the arrays of a set, for one thread or shared among several.</summary>
internal interface IPartWork<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TResult Do(ArrayParts<T> parts);
}

/// <summary>Steps the weights as prepared, and has no result: 0.</summary>
internal readonly struct StepWork<T>(StepOptions options) : IPartWork<T, int>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Do(ArrayParts<T> parts)
    {
        var own = options;
        while (parts.MoveNext())
        {
            if (parts.IsStored)
            {
                parts.Array.Optimizer.StepStoredPart(parts.StoredWeights, parts.StoredGradients, parts.Start, in own);
            }
            else
            {
                parts.Array.Optimizer.StepPart(parts.Weights, parts.Gradients, parts.Start, in own);
            }
        }

        return 0;
    }
}

/// <summary>Steps the weights as prepared, and returns the outcome.</summary>
internal readonly struct MeasuredStepWork<T>(StepOptions options) : IPartWork<T, StepOutcome<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public StepOutcome<T> Do(ArrayParts<T> parts)
    {
        var (own, outcome) = (options, default(StepOutcome<T>));
        while (parts.MoveNext())
        {
            if (parts.IsStored)
            {
                outcome += parts.Array.Optimizer.MeasuredStepStoredPart(parts.StoredWeights, parts.StoredGradients, parts.Start, in own);
            }
            else
            {
                parts.Array.Optimizer.MeasuredStepPart(parts.Weights, parts.Gradients, parts.Start, in own, out var part);
                outcome += part;
            }
        }

        return outcome;
    }
}

/// <summary>Checks all gradients: 0 if all are finite.</summary>
internal readonly struct FiniteWork<T>(bool anyStored) : IPartWork<T, int>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Do(ArrayParts<T> parts)
    {
        Span<T> buffer = anyStored ? stackalloc T[StoredBlocks.BufferLength] : default;
        var blocks = new PartBlocks<T>(parts, areGradients: true, buffer);
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

/// <summary>Reduces the weights or the gradients.</summary>
internal readonly struct ReductionWork<T, TReduction, TResult>(bool areGradients, bool anyStored) : IPartWork<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TReduction : struct, IReduction<T, TResult>
    where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
{
    public TResult Do(ArrayParts<T> parts)
    {
        Span<T> buffer = anyStored ? stackalloc T[StoredBlocks.BufferLength] : default;
        return SpanSums.Over<T, PartBlocks<T>, TReduction, TResult>(new(parts, areGradients, buffer), default);
    }
}
