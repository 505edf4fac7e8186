using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Random cases, one after the other, each compared with the naive references in every number.</summary>
/// <param name="seed">With the number of a case, decides everything about it.</param>
/// <param name="rules">The rules to draw from, with their references.</param>
/// <param name="penalties">The penalties to draw from, with their references.</param>
internal sealed class Soaking(ulong seed, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties)
{
    /// <summary>A soak of everything in the library.</summary>
    public Soaking(ulong seed)
        : this(seed, RuleTable.All, PenaltyTable.All)
    {
    }

    /// <summary>Runs one case.</summary>
    /// <returns>Null if everything agrees; otherwise the case and the first number that differs.</returns>
    public string? FirstDifference(long number, Fault? fault = null)
    {
        var draw = new Draw(seed, number);
        try
        {
            if (draw.OneIn(6))
            {
                StoredSoak.Run(draw, rules, penalties, fault);
            }
            else if (draw.OneIn(2))
            {
                Run<float>(draw, fault);
            }
            else
            {
                Run<double>(draw, fault);
            }

            return null;
        }

        // Whatever a case throws is its difference: none of them makes a call that may be refused.
        catch (Exception difference)
        {
            return $"Seed {seed}, case {number}: {difference.GetType().Name}: {difference.Message}";
        }
    }

    private void Run<T>(Draw draw, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (draw.Below(10))
        {
            case < 4:
                KernelSoak.Run<T>(draw, rules, penalties, fault);
                break;
            case < 6:
                SumSoak.Run<T>(draw, fault);
                break;
            case < 8:
                OptimizerSoak.Run<T>(draw, rules, penalties, fault);
                break;
            default:
                SetSoak.Run<T>(draw, rules, penalties, fault);
                break;
        }
    }
}
