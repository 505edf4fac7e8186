using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>Rejects rules whose number of state slots is not supported.</summary>
internal static class RuleGuard
{
    /// <summary>Requires a rule to have 0 to 3 state slots.</summary>
    /// <remarks>The count is a constant of the rule: where it is valid, the JIT removes the check.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StateCount<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        if (TRule.StateCount is < 0 or > 3)
        {
            Refuse.RuleStateCount(typeof(TRule).Name, TRule.StateCount);
        }
    }
}
