using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>w ← one step of a rule under a penalty, and zero where the result is below the smallest normal number.</summary>
/// <remarks>
/// Decay drives weights into the subnormal numbers, where arithmetic takes up to sixty times as long and rounding
/// keeps them from ever reaching zero.
/// </remarks>
internal readonly struct StepFormula<T, TRule, TPenalty, TMode>(TRule rule, TPenalty penalty) : IElementwise
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source)
        where L : struct, ILanes<L>
    {
        var next = TMode.Update(rule, penalty, target, source);
        return L.SelectLess(L.Abs(next), L.Splat(Element<T>.SmallestNormal), L.Zero, next);
    }
}
