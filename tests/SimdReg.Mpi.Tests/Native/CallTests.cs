namespace SimdReg.Mpi.Tests;

/// <summary>Every call of the library, between processes.</summary>
public class CallTests
{
    [MpiTheory, Ranks(2)]
    public void Every_byte_of_every_call_arrives(string launcher, int ranks) => Assert.All(
        MpiRun.Of<EveryCall>(launcher, ranks).Succeeded().Ranks,
        rank => Assert.Equal([$"{rank.Rank} of {ranks}"], rank.Output));

    [MpiTheory, Ranks(1, 3, 4, 8), Trait("Category", "Long")]
    public void Every_byte_of_every_call_arrives_on_any_number_of_ranks(string launcher, int ranks) => Every_byte_of_every_call_arrives(launcher, ranks);

    [MpiTheory, Ranks(2, 3, 8), Trait("Category", "Long")]
    public void Megabytes_arrive_too(string launcher, int ranks) => MpiRun.Of<LargeExchange>(launcher, ranks).Succeeded();

    [MpiTheory, Ranks(1, 2)]
    public void No_call_allocates(string launcher, int ranks) => MpiRun.Of<AllocatedBytes>(launcher, ranks).Succeeded();

    internal sealed class EveryCall : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            ExchangeCases.Blocking(world);
            for (var seed = 0; seed < 20; seed++)
            {
                ExchangeCases.AllToAll(world, seed);
                ExchangeCases.AllGather(world, seed);
            }

            Console.WriteLine($"{world.Rank} of {world.Size}");
        }
    }

    /// <summary>Messages that MPI does not send before the other side is ready: some of 6 MB, some empty, and all lengths odd.</summary>
    internal sealed class LargeExchange : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            ExchangeCases.AllToAll(world, seed: 1, (from, to) => (from + to) % 3 == 2 ? 0 : 1 + (2 * 1_000_003 * ((from + to) % 4)));
            ExchangeCases.AllGather(world, seed: 2, from => from == 1 ? 0 : 4_000_001 + from);
        }
    }

    internal sealed class AllocatedBytes : Scenario
    {
        protected override void Run(Communicator world, string[] arguments)
        {
            var (exchange, numbers) = (ExchangeCases.Arranged(world, (_, _) => 1000), new double[100]);
            Calls();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var repeat = 0; repeat < 100; repeat++)
            {
                Calls();
            }

            // Less than a byte for each repeat: where the first wait comes late, the runtime allocates once.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 99);

            void Calls()
            {
                world.BeginAllToAll(exchange);
                world.Progress(exchange);
                world.Complete(exchange);
                world.Broadcast<double>(numbers);
                world.Barrier();
            }
        }
    }
}
