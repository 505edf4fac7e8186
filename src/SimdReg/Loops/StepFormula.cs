using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>w ← one step of a rule under a penalty, where a weight below the smallest normal number counts as zero.</summary>
/// <remarks>
/// Decay drives weights into the subnormal numbers, where arithmetic takes up to sixty times as long and rounding
/// keeps them from ever reaching zero. So no step stores one, and a weight that is one it reads as zero: without that, a
/// step over such weights took 20 to 60 times as long on an Intel server. Gradients are taken as they are. To flush them too
/// would make every step in the cache longer by a third.
/// </remarks>
internal readonly struct StepFormula<TRule, TPenalty, TMode>(TRule rule, TPenalty penalty) : IElementwise
    where TRule : struct, IUpdateRule
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source)
        where L : struct, ILanes<L> =>
        L.FlushSubnormal(TMode.Update(rule, penalty, L.FlushSubnormal(target), source));
}
