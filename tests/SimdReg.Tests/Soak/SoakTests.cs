using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>The soak runs clean, and finds what is wrong.</summary>
public class SoakTests
{
    private const ulong Seed = 20;

    [Fact]
    public void Cases_of_a_fixed_seed_agree_with_the_references() => AssertClean(0, 120);

    [Fact, Trait("Category", "Long")]
    public void Many_cases_of_a_fixed_seed_agree_with_the_references() => AssertClean(120, 6_000);

    [Fact]
    public void One_wrong_bit_in_any_output_is_found()
    {
        var soaking = new Soaking(Seed);
        for (var number = 0; number < 60; number++)
        {
            var counted = new Fault(-1);
            Assert.Null(soaking.FirstDifference(number, counted));

            // Another output in each case: the first of some, the last of some, any between.
            if (counted.Outputs > 0)
            {
                var difference = soaking.FirstDifference(number, new Fault(number % counted.Outputs));
                Assert.True(difference is not null, $"Case {number} did not notice that its output {number % counted.Outputs} was wrong.");
                Assert.Contains("found", difference, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_rule_that_is_slightly_wrong_is_found_and_found_again_by_its_seed_and_case()
    {
        RuleCase[] rules = [new RuleCase<Momentum>(a => new(a, 0.9f), a => new MomentumReference(a, MathF.BitIncrement(0.9f)))];
        AssertFound(() => new(Seed, rules, PenaltyTable.All), "Momentum");
    }

    [Fact]
    public void A_penalty_that_is_slightly_wrong_is_found_and_found_again_by_its_seed_and_case()
    {
        PenaltyCase[] penalties = [new PenaltyCase<L2>(s => new((float)s), s => new L2Reference(MathF.BitIncrement((float)s)))];
        AssertFound(() => new(Seed, RuleTable.All, penalties), "L2");
    }

    [Fact]
    public void The_command_counts_its_cases_and_refuses_what_it_does_not_know()
    {
        Assert.Equal(0, SoakCommand.Run(["--seed", "20", "--case", "7"]));
        Assert.Equal(0, SoakCommand.Run(["--seed", "20", "--minutes", "0.001"]));
        Assert.Throws<ArgumentException>(() => SoakCommand.Run(["--hours", "1"]));
    }

    private static void AssertClean(int start, int end)
    {
        var soaking = new Soaking(Seed);
        for (var number = start; number < end; number++)
        {
            Assert.Null(soaking.FirstDifference(number));
        }
    }

    private static void AssertFound(Func<Soaking> soaking, string name)
    {
        var number = Enumerable.Range(0, 100).First(number => soaking().FirstDifference(number) is not null);
        var difference = soaking().FirstDifference(number);
        Assert.StartsWith($"Seed {Seed}, case {number}: ", difference, StringComparison.Ordinal);
        Assert.Contains(name, difference, StringComparison.Ordinal);
        Assert.Matches("index [0-9]+: expected .* found ", difference);
        Assert.Equal(difference, soaking().FirstDifference(number));
    }
}
