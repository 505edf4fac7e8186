namespace SimdReg.Mpi.Tests;

/// <summary>Mistakes in one process or all, that must be exceptions.</summary>
internal sealed class Faults : Scenario
{
    public override void Main(string[] arguments)
    {
        var session = MpiSession.Start();
        var world = session.World;
        Console.WriteLine(session.Library);

        Assert.Contains("keep the session", Assert.Throws<InvalidOperationException>(MpiSession.Start).Message, StringComparison.Ordinal);
        Console.WriteLine(Assert.Throws<MpiException>(() => world.BroadcastBytes(new byte[1], root: 99)).Message);
        if (world.Size > 1 && session.Library.StartsWith("Open MPI", StringComparison.Ordinal))
        {
            Console.WriteLine(Truncated(world));
        }

        // The runtime's handler of SIGSEGV makes this an exception. MPI must not have replaced it.
        string[]? none = world.Size > 100 ? [] : null;
        Assert.Throws<NullReferenceException>(() => none!.Length);

        session.End();
        session.End();
        Assert.Throws<ObjectDisposedException>(world.Barrier);
        Assert.Throws<InvalidOperationException>(MpiSession.Start);
    }

    /// <summary>Each rank expects fewer bytes than it is sent.</summary>
    private static string Truncated(Communicator world)
    {
        var exchange = new Exchange(world.Size);
        exchange.SendCounts.AsSpan().Fill(100);
        exchange.ReceiveCounts.AsSpan().Fill(10);
        exchange.Arrange();
        return Assert.Throws<MpiException>(() =>
        {
            world.BeginAllToAll(exchange);
            world.Complete(exchange);
        }).Message;
    }
}
