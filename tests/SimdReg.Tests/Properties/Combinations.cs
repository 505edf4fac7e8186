using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;
using Xunit.Sdk;

namespace SimdReg.Tests.Properties;

/// <summary>Every rule in every mode of a penalty.</summary>
internal static class Combinations
{
    /// <summary>Tests one after the other, and names the first that fails.</summary>
    public static void ForEach(PenaltyCase penalty, Action<RuleCase, PenaltyMode> test)
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in penalty.Modes)
            {
                try
                {
                    test(rule, mode);
                }
                catch (XunitException exception)
                {
                    throw new XunitException($"{rule}, {mode}: {exception.Message}");
                }
            }
        }
    }
}
