namespace SimdReg.Mpi.Tests;

/// <summary>What a communicator promises of any kind of ranks, and one process alone.</summary>
public class CommunicatorTests
{
    [Fact]
    public void One_process_alone_receives_what_it_sends()
    {
        Assert.Equal((0, 1), (Communicator.Alone.Rank, Communicator.Alone.Size));
        ExchangeCases.Blocking(Communicator.Alone);
        for (var seed = 0; seed < 20; seed++)
        {
            ExchangeCases.AllToAll(Communicator.Alone, seed);
            ExchangeCases.AllGather(Communicator.Alone, seed);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_root_that_is_no_rank_is_refused_before_anything_is_sent(int root) =>
        ThreadRanks.Run(3, rank =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => rank.Broadcast<int>([1], root));
            Assert.Equal(("root", root), (error.ParamName, error.ActualValue));
            Assert.Contains("must be one of the 3 ranks: 0 to 2", error.Message, StringComparison.Ordinal);
            ExchangeCases.Blocking(rank);
        });

    [Fact]
    public void Numbers_that_are_too_many_together_are_refused_before_anything_is_sent()
    {
        var rank = new ThreadRank(0, new(size: 8, TimeSpan.Zero));
        var error = Assert.Throws<ArgumentException>(() => rank.AllGather<byte>(new byte[1 << 28]));
        Assert.Equal("numbers", error.ParamName);
        Assert.Contains("268435456 bytes", error.Message, StringComparison.Ordinal);
    }
}
