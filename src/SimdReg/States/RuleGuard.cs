using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>Refuses rules that no state can be made for.</summary>
internal static class RuleGuard
{
    /// <summary>Requires a rule to keep as many numbers for each weight as a state holds: 0 to 3.</summary>
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
