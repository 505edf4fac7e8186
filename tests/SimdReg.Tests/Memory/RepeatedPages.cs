using System.Runtime.InteropServices;

namespace SimdReg.Tests.Memory;

/// <summary>A long span over little memory: the same pages, again and again. On Linux.</summary>
/// <remarks>What is written at one place shows at every repetition. It is never given back.</remarks>
internal sealed unsafe partial class RepeatedPages
{
    private const int PeriodBytes = 1 << 26;
    private const int Read = 1;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int SharedFixed = 0x11;

    private readonly byte* _start;
    private readonly int _length;

    /// <param name="length">The number of floats.</param>
    /// <param name="value">Each of them.</param>
    public RepeatedPages(int length, float value)
    {
        _length = length;
        var size = ((((nuint)length * sizeof(float)) + PeriodBytes - 1) / PeriodBytes) * PeriodBytes;
        _start = Checked(MMap(null, size, Read, PrivateAnonymous, -1, 0));

        using var file = File.OpenHandle(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose, preallocationSize: PeriodBytes);
        var period = new float[PeriodBytes / sizeof(float)];
        Array.Fill(period, value);
        RandomAccess.Write(file, MemoryMarshal.AsBytes(period.AsSpan()), 0);
        for (nuint place = 0; place < size; place += PeriodBytes)
        {
            Checked(MMap(_start + place, PeriodBytes, ReadWrite, SharedFixed, (int)file.DangerousGetHandle(), 0));
        }
    }

    public Span<float> Span => new(_start, _length);

    private static byte* Checked(byte* start) =>
        (nint)start != -1 ? start : throw new InvalidOperationException($"The system maps no pages: error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MMap(byte* start, nuint size, int access, int flags, int file, nint offset);
}
