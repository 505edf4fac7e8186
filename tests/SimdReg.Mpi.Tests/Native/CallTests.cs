namespace SimdReg.Mpi.Tests;

/// <summary>Every call of the library, between processes.</summary>
public class CallTests
{
    [MpiTheory, Ranks(1, 2, 3, 8), Trait("Category", "Long")]
    public void Every_byte_of_every_call_arrives(string launcher, int ranks) =>
        Assert.All(
            MpiRun.Of<EveryCall>(launcher, ranks).Succeeded().Ranks,
            rank => Assert.Equal([$"{rank.Rank} of {ranks}"], rank.Output));

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
}
