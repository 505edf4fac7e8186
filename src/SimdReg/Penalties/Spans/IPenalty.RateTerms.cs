using System.Diagnostics;
using SimdReg.Lanes;

namespace SimdReg;

/// <content>
/// What of a proximal step depends on the rate alone. Under a rule with one rate for all weights it is computed once a step, before the loop: the JIT moves a product
/// out of a loop, but not a chain of roots and quotients.
/// </content>
public partial interface IPenalty
{
    /// <summary>Whether the formula of the value is so large that a sum must not unroll it, as with a logarithm. It is then at least 0.</summary>
    internal static virtual bool HasLargeValue => false;

    /// <summary>Whether the penalty has such terms.</summary>
    internal static virtual bool HasRateTerms => false;

    /// <summary>The terms at a rate.</summary>
    internal RateTerms<L> TermsAt<L>(double rate)
        where L : struct, ILanes<L> => throw new UnreachableException();

    /// <summary>The proximal step at the rate of the terms.</summary>
    internal L ProximalStep<L>(L points, RateTerms<L> terms)
        where L : struct, ILanes<L> => throw new UnreachableException();
}

/// <summary>Up to three numbers that a penalty computes from the rate of a proximal step.</summary>
internal readonly struct RateTerms<L>(L first, L second, L third)
    where L : struct, ILanes<L>
{
    public readonly L First = first;
    public readonly L Second = second;
    public readonly L Third = third;
}
