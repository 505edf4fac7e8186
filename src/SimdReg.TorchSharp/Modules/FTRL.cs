namespace SimdReg.Torch.Modules;

/// <summary>FTRL-proximal: each weight is computed anew from the sum of its gradients, with an L1 and an L2 of the rule itself.</summary>
public sealed class FTRL : SimdOptimizer
{
    private const string Beta = "beta";
    private const string L1Name = "l1";
    private const string L2Name = "l2";

    internal FTRL(IEnumerable<Group> groups, GroupOptions defaults, double beta, double l1, double l2)
        : base(
            new RuleSource<Ftrl>(
                nameof(FTRL), false, [Beta, L1Name, L2Name], static (rate, options) => new(rate, options[Beta], options[L1Name], options[L2Name])),
            groups,
            defaults.With((Beta, beta), (L1Name, l1), (L2Name, l2)))
    {
    }
}
