using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SimdReg.Mpi;

/// <summary>All processes of a job under MPI.</summary>
internal sealed unsafe class MpiCommunicator(MpiCalls mpi) : Communicator(mpi.Rank, mpi.Size)
{
    public override void Barrier()
    {
        nint request;
        mpi.BeginBarrier(&request);
        mpi.Wait(&request);
    }

    internal override void BroadcastBytes(Span<byte> bytes, int root)
    {
        nint request;
        fixed (byte* start = bytes)
        {
            mpi.BeginBroadcast(start, bytes.Length, root, &request);
            mpi.Wait(&request);
        }
    }

    internal override void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all)
    {
        nint request;
        fixed (byte* from = bytes, to = all)
        {
            mpi.BeginAllGather(from, bytes.Length, to, &request);
            mpi.Wait(&request);
        }
    }

    internal override void BeginAllToAll(Exchange exchange) =>
        mpi.BeginAllToAll(
            At(exchange.Sent), At(exchange.SendCounts), At(exchange.SendOffsets),
            At(exchange.Received), At(exchange.ReceiveCounts), At(exchange.ReceiveOffsets), Idle(exchange));

    internal override void BeginAllGather(Exchange exchange) =>
        mpi.BeginAllGather(
            At(exchange.Sent) + exchange.SendOffsets[0], exchange.SendCounts[0],
            At(exchange.Received), At(exchange.ReceiveCounts), At(exchange.ReceiveOffsets), Idle(exchange));

    internal override void Progress(Exchange exchange) => mpi.Test(Running(exchange));

    internal override void Complete(Exchange exchange)
    {
        mpi.Wait(Running(exchange));
        exchange.Request[0] = 0;
    }

    internal override void Abort(string message) => Abort(message, exitCode: 1);

    internal void Abort(string message, int exitCode)
    {
        // In one write: in several, mpirun mixes the lines of ranks.
        using var errors = Console.OpenStandardError();
        errors.Write(Line(message));

        // Hydra, the launcher of MPICH, drops what it has not read when a rank aborts.
        Thread.Sleep(millisecondsTimeout: 300);
        mpi.Abort(exitCode);
    }

    /// <summary>A line that says which rank prints it.</summary>
    internal byte[] Line(string message) => Encoding.UTF8.GetBytes($"rank {Rank} of {Size}: {message}{Environment.NewLine}");

    private static nint* Idle(Exchange exchange) =>
        exchange.Request[0] == 0 ? At(exchange.Request) : throw new InvalidOperationException("The exchange has begun and is not complete.");

    // No MPI has 0 for a request that has begun, nor for one that has ended.
    private static nint* Running(Exchange exchange) =>
        exchange.Request[0] != 0 ? At(exchange.Request) : throw new InvalidOperationException("The exchange has not begun.");

    /// <summary>The address of an array that is pinned.</summary>
    private static T* At<T>(T[] pinned)
        where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
