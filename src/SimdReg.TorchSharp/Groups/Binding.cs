using System.Numerics;

namespace SimdReg.Torch;

/// <summary>A rule, a penalty and a mode: what the optimizers of a group's parameters have in common.</summary>
internal abstract class Binding
{
    /// <summary>Creates the optimizer of some weights. Without a storage, states of small arrays share memory, as in a <see cref="ParameterSet{T}"/>.</summary>
    public abstract Optimizer<T> Create<T>(int weightCount, StateSlabs<T>[] slabs, NumberStorage? storage)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Gives an optimizer this rule and this penalty. One with other types is replaced by a new one with the same state.</summary>
    /// <returns>The optimizer, or its replacement.</returns>
    public abstract Optimizer<T> Apply<T>(Optimizer<T> optimizer, StateSlabs<T>[] slabs, NumberStorage? storage)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <inheritdoc/>
internal sealed class Binding<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term) : Binding
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    public override Optimizer<T> Create<T>(int weightCount, StateSlabs<T>[] slabs, NumberStorage? storage) => storage is { } formats
        ? Optimizer<T>.Create(rule, term, weightCount, formats)
        : new Optimizer<T, TRule, TPenalty, TMode>(rule, term, new(rule, weightCount, slabs[TRule.StateCount]));

    public override Optimizer<T> Apply<T>(Optimizer<T> optimizer, StateSlabs<T>[] slabs, NumberStorage? storage)
    {
        if (optimizer is Optimizer<T, TRule, TPenalty, TMode> typed)
        {
            typed.Rule = rule;
            typed.Term = term;
            return typed;
        }

        var state = new byte[optimizer.ByteCount];
        optimizer.WriteTo(state);
        var replacement = Create(optimizer.WeightCount, slabs, storage);
        replacement.ReadFrom(state);
        return replacement;
    }
}
