using System.Numerics;
using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>Any number of ranks, and any distribution of the examples among them, gives the bits of one process.</summary>
public class SameBitsProperties
{
    private static readonly ArrayCase<float>[] _floats = [.. ArrayCases.Plain<float>(), .. ArrayCases.Stored()];
    private static readonly ArrayCase<double>[] _doubles = ArrayCases.Plain<double>();

    [Property(MaxTest = 40)]
    public void Weights_states_and_measures_of_float_are_those_of_one_process(int seed, byte ranks) => AssertSomeCases(_floats, seed, ranks);

    [Property(MaxTest = 15)]
    public void Weights_states_and_measures_of_double_are_those_of_one_process(int seed, byte ranks) => AssertSomeCases(_doubles, seed, ranks);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_model_of_all_rules_penalties_structures_and_formats_has_the_bits_of_one_process(int size)
    {
        var random = new Random(size);
        Trial<float>.Random(random, _floats, longest: 700, stepCount: 2, exampleCount: 3).AssertSameBits(size, random);
    }

    [Theory, Trait("Category", "Long")]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Each_rule_penalty_structure_and_format_alone_has_the_bits_of_one_process(int size)
    {
        foreach (var array in _floats)
        {
            var random = new Random(size);
            Trial<float>.Random(random, [array], longest: 6000, stepCount: 5, exampleCount: 4).AssertSameBits(size, random);
        }

        foreach (var array in _doubles)
        {
            var random = new Random(size);
            Trial<double>.Random(random, [array], longest: 6000, stepCount: 5, exampleCount: 4).AssertSameBits(size, random);
        }
    }

    [Theory]
    [InlineData(2, 300_000)]
    [InlineData(3, 600_000)]
    public void Several_threads_on_each_rank_have_the_bits_of_one_process(int size, int length)
    {
        var random = new Random(length);
        ArrayCase<float>[] cases = [_floats[4], _floats.First(array => array.ToString().Contains("Rows(7)", StringComparison.Ordinal)), _floats[^1]];
        int[] lengths = [length / 2, length / 2 / 7 * 7, 1000];
        var steps = Enumerable.Range(0, 2).Select(i => new TrialStep<float>(
            i == 0 ? StepKind.Measured : StepKind.Clipped,
            [[.. lengths.Select(count => Trial.Numbers<float>(random, count, -10))]],
            Divisor: 1,
            RateScale: 1,
            new(maxDegreeOfParallelism: 3)));
        new Trial<float>(cases, [.. lengths.Select(count => Trial.Numbers<float>(random, count, -3))], [.. steps]) { ChunkLength = 1 << 18, MostInExchange = 1 << 19 }.AssertSameBits(size, random);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Rules_strengths_and_options_that_change_between_steps_give_the_bits_of_one_process(int size)
    {
        var random = new Random(size);
        ArrayCase<float>[] cases =
        [
            new ArrayCase<float, Adam, L1, Proximal>(new(0.01), new L1(0.01).Proximal()),
            new ArrayCase<float, Adam, Grouped<GroupLasso, None>, Proximal>(new(0.01), new GroupLasso(0).Over(WeightGroups.Rows(100)).Proximal()) { Multiple = 100 },
            new ArrayCase<float, Adam, Grouped<GroupLasso, None>, Proximal>(new(0.01), new GroupLasso(1).Over(WeightGroups.Rows(300)).Proximal()) { Multiple = 300 },
        ];
        int[] lengths = [3000, 4000, 4500];
        var steps = Enumerable.Range(1, 4).Select(number => new TrialStep<float>(
            StepKind.Plain, [[.. lengths.Select(count => Trial.Numbers<float>(random, count, -10))]], Divisor: 1, RateScale: 1, default)
        {
            Change = (i, optimizer) =>
            {
                optimizer.LearningRate = 0.01 / number;
                optimizer.Options = new(1.0 / number, keepZeros: number == 3);
                switch (optimizer)
                {
                    case Optimizer<float, Adam, L1, Proximal> first:
                        first.Term = new L1(0.01 * number).Proximal();
                        first.Rule = new(0.02, 0.8);
                        break;
                    case Optimizer<float, Adam, Grouped<GroupLasso, None>, Proximal> grouped:
                        // From 0 up, and down to 0; and finer groups, which end where the old ones do.
                        grouped.Term = new GroupLasso(i == 1 ? 0.2 * (number - 1) : 0.2 * (4 - number)).Over(WeightGroups.Rows(number == 3 ? 10 : i == 1 ? 100 : 300)).Proximal();
                        break;
                    default:
                        throw new InvalidOperationException(optimizer.ToString());
                }
            },
        });
        new Trial<float>(cases, [.. lengths.Select(count => Trial.Numbers<float>(random, count, -3))], [.. steps]).AssertSameBits(size, random);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Ftrl_that_starts_from_weights_has_the_bits_of_one_process(int size)
    {
        var random = new Random(size);
        ArrayCase<double>[] cases = [new ArrayCase<double, Ftrl, None, Coupled>(new(0.1, 1, 0.05, 0.5), default(None).Coupled())];
        var steps = Enumerable.Range(0, 2).Select(_ => new TrialStep<double>(StepKind.Measured, [[Trial.Numbers<double>(random, 5000, -10)]], Divisor: 1, RateScale: 1, default));
        new Trial<double>(cases, [Trial.Numbers<double>(random, 5000, -3)], [.. steps]) { Start = (_, optimizer, weights) => optimizer.WarmStart(weights.Span) }.AssertSameBits(size, random);
    }

    private static void AssertSomeCases<T>(ArrayCase<T>[] all, int seed, byte ranks)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        ArrayCase<T>[] cases = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => all[random.Next(all.Length)])];
        Trial<T>.Random(random, cases, longest: 3000, stepCount: 3, exampleCount: random.Next(6)).AssertSameBits(1 + (ranks % 8), random);
    }
}
