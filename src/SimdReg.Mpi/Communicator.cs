using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>The processes of a job, its ranks, which call the same methods in the same order.</summary>
/// <remarks>
/// <see cref="MpiSession.World"/> is that of a job started with <c>mpirun</c>. <see cref="Alone"/> is one process, without MPI. Every method here is
/// collective: all ranks must call it. Only <see cref="Barrier"/> promises that no rank returns before all ranks have called. One thread of each process may
/// call a communicator at a time.
/// </remarks>
public abstract class Communicator
{
    // Internal, so that only this assembly and its tests derive from it: a member may be added without breaking anyone.
    internal Communicator(int rank, int size)
    {
        Rank = rank;
        Size = size;
    }

    /// <summary>One process that is a job by itself. Needs no MPI.</summary>
    public static Communicator Alone { get; } = new SingleProcess();

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>The number of processes: at least 1.</summary>
    public int Size { get; }

    /// <summary>Waits until every rank has called this.</summary>
    /// <exception cref="MpiException">MPI reports an error.</exception>
    public abstract void Barrier();

    /// <summary>Copies the numbers of one rank to all others.</summary>
    /// <typeparam name="T">The number: a type without references, such as <see langword="float"/>.</typeparam>
    /// <param name="numbers">The numbers: read on the rank <paramref name="root"/>, overwritten on all others. As many on every rank.</param>
    /// <param name="root">The rank that sends.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is no rank.</exception>
    /// <exception cref="MpiException">MPI reports an error.</exception>
    public void Broadcast<T>(Span<T> numbers, int root = 0)
        where T : unmanaged
    {
        RequireRank(root);

        Broadcast(numbers, root, MostBytes);
    }

    // MPI counts in int, and a span of bytes does too: numbers of more bytes go in parts.
    internal void Broadcast<T>(Span<T> numbers, int root, int mostBytes)
        where T : unmanaged
    {
        var most = Math.Max(1, mostBytes / Unsafe.SizeOf<T>());
        for (var rest = numbers; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, most)..])
        {
            BroadcastBytes(MemoryMarshal.AsBytes(rest[..Math.Min(rest.Length, most)]), root);
        }
    }

    /// <summary>Copies the numbers of every rank to all ranks.</summary>
    /// <typeparam name="T">The number: a type without references, such as <see langword="double"/>.</typeparam>
    /// <param name="numbers">The numbers of this rank. As many on every rank.</param>
    /// <returns>The numbers of rank 0, of rank 1 and so on.</returns>
    /// <exception cref="ArgumentException">The result would have 2³¹ bytes or more.</exception>
    /// <exception cref="MpiException">MPI reports an error.</exception>
    public T[] AllGather<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        if ((long)bytes.Length * Size > int.MaxValue)
        {
            throw new ArgumentException($"{nameof(numbers)} has {bytes.Length} bytes, of {Size} ranks together 2³¹ or more: gather them in parts.", nameof(numbers));
        }

        var all = new T[numbers.Length * Size];
        AllGatherBytes(bytes, MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    internal void RequireRank(int root)
    {
        if (root < 0 || root >= Size)
        {
            throw new ArgumentOutOfRangeException(nameof(root), root, $"{nameof(root)} must be one of the {Size} ranks: 0 to {Size - 1}.");
        }
    }

    private const int MostBytes = 1 << 30;

    internal abstract void BroadcastBytes(Span<byte> bytes, int root);

    /// <summary>Gathers the bytes of all ranks, in their order.</summary>
    internal abstract void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all);

    /// <summary>Begins an exchange in which each rank sends other bytes to each rank. The memory belongs to it until <see cref="Complete"/>.</summary>
    internal abstract void BeginAllToAll(Exchange exchange);

    /// <summary>Begins an exchange in which each rank sends the same bytes to all ranks: those of the first entry of <see cref="Exchange.SendCounts"/>.</summary>
    internal abstract void BeginAllGather(Exchange exchange);

    /// <summary>Lets MPI work on an exchange that has begun, and on all others, without waiting.</summary>
    internal abstract void Progress(Exchange exchange);

    /// <summary>Waits until an exchange that has begun is complete: until its bytes have arrived, and those sent may be overwritten.</summary>
    internal abstract void Complete(Exchange exchange);

    /// <summary>Ends the job on all ranks: for an error after which the ranks no longer call the same methods.</summary>
    internal abstract void Abort(string message);
}
