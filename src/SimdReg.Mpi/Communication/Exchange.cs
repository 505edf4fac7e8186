namespace SimdReg.Mpi;

/// <summary>The memory of one exchange among all ranks, pinned, because MPI uses it between two calls. Counts and offsets are in bytes.</summary>
/// <param name="size">The number of ranks.</param>
internal sealed class Exchange(int size)
{
    /// <summary>The number of bytes for each rank.</summary>
    public int[] SendCounts { get; } = Pinned<int>(size);

    /// <summary>Where the bytes for each rank begin in <see cref="Sent"/>.</summary>
    public int[] SendOffsets { get; } = Pinned<int>(size);

    /// <summary>The number of bytes from each rank.</summary>
    public int[] ReceiveCounts { get; } = Pinned<int>(size);

    /// <summary>Where the bytes from each rank begin in <see cref="Received"/>.</summary>
    public int[] ReceiveOffsets { get; } = Pinned<int>(size);

    /// <summary>The bytes of this rank.</summary>
    public byte[] Sent { get; private set; } = [];

    /// <summary>The bytes of all ranks.</summary>
    public byte[] Received { get; private set; } = [];

    /// <summary>MPI's handle while the exchange runs: an array of one, because MPI keeps and changes it.</summary>
    public nint[] Request { get; } = Pinned<nint>(1);

    /// <summary>Places the bytes for and from each rank one after another, and makes room for them.</summary>
    public void Arrange()
    {
        Sent = Room(Sent, Place(SendCounts, SendOffsets));
        Received = Room(Received, Place(ReceiveCounts, ReceiveOffsets));
    }

    private static int Place(int[] counts, int[] offsets)
    {
        var sum = 0;
        for (var rank = 0; rank < counts.Length; rank++)
        {
            offsets[rank] = sum;
            sum = checked(sum + counts[rank]);
        }

        return sum;
    }

    private static byte[] Room(byte[] bytes, int count) => bytes.Length >= count ? bytes : Pinned<byte>(count);

    private static T[] Pinned<T>(int length) => GC.AllocateArray<T>(length, pinned: true);
}
