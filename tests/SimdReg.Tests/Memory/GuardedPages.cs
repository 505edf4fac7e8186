using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Memory between pages that nobody may touch: an access to those ends the process.</summary>
/// <remarks>It is never given back, because the process that uses it ends with its test.</remarks>
internal sealed unsafe partial class GuardedPages
{
    private const byte Sentinel = 0xA5;

    private readonly byte* _start;
    private readonly int _size;
    private int _placedAt;
    private int _placedLength;

    /// <param name="capacity">The number of bytes that must fit in.</param>
    public GuardedPages(int capacity)
    {
        var page = Environment.SystemPageSize;
        _size = (capacity + page - 1) / page * page;

        // Eight pages on either side: farther than any loop takes at once.
        var guard = 8 * page;
        _start = Reserve((nuint)(guard + _size + guard)) + guard;
        Open(_start, (nuint)_size);
    }

    private Span<byte> All => new(_start, _size);

    private Span<byte> Placed => All.Slice(_placedAt, _placedLength);

    /// <summary>Copies elements in, and lays sentinels on everything else.</summary>
    public Span<T> Place<T>(ReadOnlySpan<T> elements, Placement placement)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(elements);
        var distance = placement.Distance * sizeof(T);
        _placedAt = placement.Guard == Side.Front ? distance : _size - distance - bytes.Length;
        _placedLength = bytes.Length;
        All.Fill(Sentinel);
        bytes.CopyTo(Placed);
        return MemoryMarshal.Cast<byte, T>(Placed);
    }

    /// <summary>Lets a write between the guards end the process, or no longer.</summary>
    public void Protect(bool isReadOnly)
    {
        if (OperatingSystem.IsWindows())
        {
            Checked(VirtualProtect(_start, (nuint)_size, isReadOnly ? WindowsReadOnly : WindowsReadWrite, out _) ? _start : null);
        }
        else
        {
            Checked(MProtect(_start, (nuint)_size, isReadOnly ? UnixRead : UnixReadWrite) == 0 ? _start : null);
        }
    }

    /// <summary>What was placed last, as memory.</summary>
    public Memory<T> Memory<T>()
        where T : unmanaged
    {
        var (start, length) = ((nint)(_start + _placedAt), _placedLength / sizeof(T));
        return new SpanMemory<T>(length, () => new((void*)start, length)).Memory;
    }

    public void AssertSentinels(in Case at)
    {
        if (All[.._placedAt].ContainsAnyExcept(Sentinel) || All[(_placedAt + _placedLength)..].ContainsAnyExcept(Sentinel))
        {
            Assert.Fail($"{at}: wrote outside the span.");
        }
    }

    public void AssertUnchanged<T>(ReadOnlySpan<T> elements, in Case at)
        where T : unmanaged
    {
        AssertSentinels(at);
        if (!Placed.SequenceEqual(MemoryMarshal.AsBytes(elements)))
        {
            Assert.Fail($"{at}: wrote into the source.");
        }
    }

    /// <summary>Addresses with nothing behind them yet.</summary>
    private static byte* Reserve(nuint size)
    {
        if (OperatingSystem.IsWindows())
        {
            return Checked(VirtualAlloc(null, size, WindowsReserve, WindowsNoAccess));
        }

        var anonymous = OperatingSystem.IsMacOS() ? MacAnonymous : LinuxAnonymous;
        var start = MMap(null, size, UnixNoAccess, UnixPrivate | anonymous, -1, 0);
        return Checked((nint)start == -1 ? null : start);
    }

    /// <summary>Lets a stretch of them be read and written.</summary>
    private static void Open(byte* start, nuint size)
    {
        if (OperatingSystem.IsWindows())
        {
            Checked(VirtualAlloc(start, size, WindowsCommit, WindowsReadWrite));
        }
        else
        {
            Checked(MProtect(start, size, UnixReadWrite) == 0 ? start : null);
        }
    }

    private static byte* Checked(byte* start) =>
        start != null ? start : throw new InvalidOperationException($"The system gives no guarded memory: error {Marshal.GetLastPInvokeError()}.");

    private const int UnixNoAccess = 0;
    private const int UnixRead = 1;
    private const int UnixReadWrite = UnixRead | 2;
    private const int UnixPrivate = 2;
    private const int LinuxAnonymous = 0x20;
    private const int MacAnonymous = 0x1000;
    private const uint WindowsCommit = 0x1000;
    private const uint WindowsReserve = 0x2000;
    private const uint WindowsNoAccess = 1;
    private const uint WindowsReadOnly = 2;
    private const uint WindowsReadWrite = 4;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MMap(byte* start, nuint size, int access, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(byte* start, nuint size, int access);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial byte* VirtualAlloc(byte* start, nuint size, uint kind, uint access);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(byte* start, nuint size, uint access, out uint before);
}
