using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <content>The state in parts.</content>
public sealed partial class UpdateState<TRule, T> : IStateParts
{
    string IStateParts.Layout =>
        $"{RuleIdentity.Describe(RuleIdentity.NumberOf<TRule>(), RuleIdentity.FullNameOf<TRule>())}, {TRule.StateCount} × {(Narrow is null ? typeof(T).Name : Narrow.Layout)}";

    IReadOnlyList<StateSection> IStateParts.Sections => Narrow is null
        ? [.. Enumerable.Range(0, TRule.StateCount).Select(slot => new StateSection(1, Unsafe.SizeOf<T>(), (start, length) => MemoryMarshal.AsBytes(Numbers(slot, start, length))))]
        : Narrow.Sections;

    bool IStateParts.HasMasterCopy => Narrow?.HasMasterCopy ?? false;

    void IStateParts.Restore(long stepCount, bool hasMasterCopy)
    {
        StoredForm.Refuse(!Guard.IsStepCount(stepCount), $"This stored state counts {stepCount} steps: the number {Guard.StepCountRule}.");
        if (Narrow is not null)
        {
            Narrow.HasMasterCopy = hasMasterCopy;
        }

        BeginUse();
        EndUse(stepCount);
    }
}
