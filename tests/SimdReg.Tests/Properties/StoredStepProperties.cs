using SimdReg.Tests.Soak;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>
/// Steps over stored numbers are those of the widened numbers, each result rounded once: under every rule, penalty and mode, with any formats,
/// roundings, options, lengths, places and values.
/// </summary>
/// <remarks>A loop takes the JIT far longer than it runs, and each formula has several, by formats: the quick test draws few cases of each.</remarks>
public class StoredStepProperties
{
    private const int LongestLength = 700; // Some blocks of 8 bits, and a rest.

    [Fact]
    public void Steps_in_a_row_have_the_reference_bits_under_every_rule() =>
        AssertCases(seed: 51, from rule in RuleTable.All select (rule, PenaltyTable.ElasticNet), casesOfEach: 1);

    [Fact]
    public void Steps_in_a_row_have_the_reference_bits_under_every_penalty() =>
        AssertCases(seed: 52, from penalty in PenaltyTable.All select (RuleTable.All[4], penalty), casesOfEach: 1);

    [Fact, Trait("Category", "Long")]
    public void Steps_in_a_row_have_the_reference_bits_under_every_rule_with_every_penalty() =>
        AssertCases(seed: 53, from rule in RuleTable.All from penalty in PenaltyTable.All select (rule, penalty), casesOfEach: 60);

    private static void AssertCases(ulong seed, IEnumerable<(RuleCase Rule, PenaltyCase Penalty)> kinds, int casesOfEach)
    {
        var number = 0;
        foreach (var (rule, penalty) in kinds)
        {
            foreach (var mode in penalty.Modes)
            {
                for (var i = 0; i < casesOfEach; i++)
                {
                    var draw = new Draw(seed, number++);
                    StoredSoak.Run(draw, new StoredTrainee(draw, rule, penalty, mode, draw.Below(LongestLength)), fault: null);
                }
            }
        }
    }
}
