using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>All processes of a job under MPI.</summary>
internal sealed unsafe class MpiCommunicator(MpiCalls mpi) : Communicator(mpi.Rank, mpi.Size)
{
    public override void Barrier() => mpi.Barrier();

    internal override void BroadcastBytes(Span<byte> bytes, int root) => mpi.Broadcast(bytes, root);

    internal override void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all) => mpi.AllGather(bytes, all);

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
        Report(message);
        mpi.Abort(exitCode);
    }

    /// <summary>Prints a line that says which rank prints it.</summary>
    internal void Report(string message) => Console.Error.WriteLine($"rank {Rank} of {Size}: {message}");

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
