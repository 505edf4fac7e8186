using System.Numerics;

namespace SimdReg.Optimizers;

/// <summary>Makes an optimizer of types that were chosen at run time.</summary>
/// <remarks>A type parameter, so that NativeAOT compiles the loops of stored numbers only where an optimizer is made with a storage.</remarks>
internal interface IOptimizerMaker
{
    Optimizer<T> Make<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode;
}

/// <summary>Makes an optimizer for numbers of its own type.</summary>
internal readonly struct PlainMaker(int weightCount) : IOptimizerMaker
{
    public Optimizer<T> Make<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Optimizer<T>.Create(rule, term, weightCount);
}

/// <summary>Makes an optimizer for stored numbers.</summary>
internal readonly struct StoredMaker(int weightCount, NumberStorage storage) : IOptimizerMaker
{
    public Optimizer<T> Make<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Optimizer<T>.Create(rule, term, weightCount, storage);
}
