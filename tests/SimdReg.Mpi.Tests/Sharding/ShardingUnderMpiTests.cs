using System.Numerics;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

/// <summary>The sharded set on processes of their own, under each MPI that is there.</summary>
[Trait("Category", "Long")]
public class ShardingUnderMpiTests
{
    [MpiTheory, Ranks(1, 2, 3, 4, 8)]
    public void A_model_of_many_rules_penalties_structures_and_formats_has_the_bits_of_one_process(string launcher, int ranks)
    {
        var (floats, doubles) = (Floats(), Doubles());
        var expected = $"{Checksum(floats.InOneProcess())} {Checksum(doubles.InOneProcess())}";
        var result = MpiRun.Of<ManyCases>(launcher, ranks).Succeeded();
        Assert.Equal(ranks, result.Ranks.Count);
        Assert.All(result.Ranks, rank => Assert.Equal(expected, Assert.Single(rank.Output)));
    }

    [MpiTheory, Ranks(2, 3)]
    public void Several_threads_of_each_rank_and_chunks_of_the_usual_length_have_the_bits_of_one_process(string launcher, int ranks) =>
        MpiRun.Of<LargeArrays>(launcher, ranks).Succeeded();

    [MpiTheory, Ranks(2, 4)]
    public void Ranks_that_disagree_or_refuse_throw_and_then_go_on(string launcher, int ranks) =>
        MpiRun.Of<Disagreements>(launcher, ranks).Succeeded();

    [MpiTheory, Ranks(2, 4)]
    public void A_rule_that_throws_on_one_rank_ends_the_job_with_its_message(string launcher, int ranks)
    {
        var result = MpiRun.Of<Failing>(launcher, ranks).Failed();
        Assert.Contains("A step failed between two exchanges", result.Text, StringComparison.Ordinal);
        Assert.Contains("The rule throws here.", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Stepped.", result.Text, StringComparison.Ordinal);
    }

    private static void AssertSame<T>(Communicator world, Trial<T> trial, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        trial.AssertSame(trial.InOneProcess(), trial.OnRank(world, trial.Owners(world.Size, new(seed))), $"rank {world.Rank} of {world.Size}");

    // A part of all cases, because each rank compiles its loops again.
    private static Trial<float> Floats() => Trial<float>.Random(
        new(1), [.. ArrayCases.Plain<float>().Concat(ArrayCases.Stored()).Where((_, i) => i % 6 == 0)], longest: 4000, stepCount: 3, exampleCount: 3);

    private static Trial<double> Doubles() => Trial<double>.Random(new(2), [.. ArrayCases.Plain<double>().Where((_, i) => i % 9 == 4)], longest: 4000, stepCount: 3, exampleCount: 3);

    /// <summary>A checksum of all bits of weights and measures.</summary>
    // Short, because mpirun divides long lines.
    private static ulong Checksum<T>(TrialResult<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fingerprint.Of(string.Join(';', result.Weights.Select(weights => (object)Fingerprint.Of(MemoryMarshal.AsBytes<T>(weights))).Concat(result.Measures)));

    /// <summary>Random models, the same on each rank.</summary>
    internal sealed class ManyCases : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            var (floats, doubles) = (Floats(), Doubles());
            var ofFloats = Checksum(floats.OnRank(world, floats.Owners(world.Size, new(3))));
            var ofDoubles = Checksum(doubles.OnRank(world, doubles.Owners(world.Size, new(4))));
            Console.WriteLine($"{ofFloats} {ofDoubles}");
        }
    }

    /// <summary>Arrays of several chunks, of which some are shared among threads.</summary>
    internal sealed class LargeArrays : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            foreach (var chunkLength in (int[])[1 << 16, 1 << 18])
            {
                var random = new Random(5);
                var steps = Enumerable.Range(0, 2).Select(i => new TrialStep<float>(
                    i == 0 ? StepKind.Measured : StepKind.Plain, [[Trial.Numbers<float>(random, 900_000, -10)]], Divisor: 1, RateScale: 1, new(maxDegreeOfParallelism: 2)));
                ArrayCase<float> array = new ArrayCase<float, Adam, L1, Proximal>(new(0.01), new L1(0.01).Proximal());
                AssertSame(world, new Trial<float>([array], [Trial.Numbers<float>(random, 900_000, -3)], [.. steps]) { ChunkLength = chunkLength, MostInExchange = 1 << 25 }, seed: 6);
            }
        }
    }

    internal sealed class Disagreements : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            var isOther = world.Rank == world.Size - 1;
            var other = new ShardedSet<float>(world);
            other.Add(new float[isOther ? 1000 : 1001], new Sgd(0.1));
            Assert.Contains("1001 weights", Assert.Throws<InvalidOperationException>(() => other.Step()).Message, StringComparison.Ordinal);

            var set = new ShardedSet<float>(world);
            var array = set.Add(Trial.Numbers<float>(new(isOther ? 1 : 2), 3000, -3), new Ftrl(0.1));
            Assert.Throws<InvalidOperationException>(set.Partition);
            set.BroadcastWeights();
            set.Partition();
            Assert.Contains("calls", Assert.Throws<InvalidOperationException>(() =>
            {
                if (isOther)
                {
                    set.Measure();
                }
                else
                {
                    set.Step();
                }
            }).Message, StringComparison.Ordinal);

            set.LearningRateScale = isOther ? 0 : 1;
            Assert.Contains("LearningRateScale", Record.Exception(() => set.Step())!.Message, StringComparison.Ordinal);
            set.LearningRateScale = 1;
            array.Gradients.Add([2999], [isOther ? float.NaN : 1]);
            Assert.False(set.TryStep());
            Assert.True(set.TryStep());
            Assert.Equal(1, set.StepCount);
            set.Step();
        }
    }

    internal sealed class Failing : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            var set = new ShardedSet<float>(world);
            set.Add(new float[5000], new Throwing(world.Rank == 1));
            set.Step();
            Console.WriteLine("Stepped.");
        }
    }
}
