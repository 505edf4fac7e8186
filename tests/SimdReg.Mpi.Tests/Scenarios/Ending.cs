using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

/// <summary>A job in which one rank stops while the others wait for it, in a call of MPI.</summary>
internal sealed class Ending : Scenario
{
    /// <param name="arguments">How rank 1 stops, and where the others wait.</param>
    public override void Main(string[] arguments)
    {
        var session = MpiSession.Start();
        try
        {
            Stop(session.World, arguments);
            session.End();
        }
        catch (InvalidOperationException) when (arguments[0] == "caught exception")
        {
            Console.WriteLine("Caught.");
        }
        finally
        {
            // A program's own, which must not keep the job from ending.
            if (arguments[0] == "exception" && session.World.Rank == 1)
            {
                session.World.Barrier();
            }
        }
    }

    private static void Stop(Communicator world, string[] arguments)
    {
        ExchangeCases.Blocking(world);
        if (world.Rank == 1)
        {
            // Until the others wait, in all likelihood.
            Thread.Sleep(300);
            switch (arguments[0])
            {
                case "SIGKILL":
                    Signal(9);
                    break;
                case "exit 3":
                    Environment.Exit(3);
                    break;
                case "abort":
                    world.Abort("cannot go on.");
                    break;
                default:
                    throw new InvalidOperationException("Rank 1 stops here.");
            }
        }

        if (arguments[1] == "exchange")
        {
            ExchangeCases.AllToAll(world, seed: 1, (_, _) => 100_000);
        }

        world.Barrier();
        Console.WriteLine("Not stopped.");
    }

    private static void Signal(int number) => Assert.Equal(0, Kill(Environment.ProcessId, number));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
