using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>A number that differs, almost surely, if anything that was added differs: the same on every machine.</summary>
/// <remarks>Source: the hash FNV-1a, over words of 64 bits. It finds mistakes, not attacks.</remarks>
internal struct Fingerprint()
{
    private const ulong Prime = 0x100000001B3;

    private ulong Value { get; set; } = 0xCBF29CE484222325;

    public static ulong Of(string text)
    {
        var fingerprint = new Fingerprint();
        fingerprint.Add(text);
        return fingerprint.Value;
    }

    public static ulong Of<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        var fingerprint = new Fingerprint();
        fingerprint.Add(MemoryMarshal.AsBytes(numbers));
        return fingerprint.Value;
    }

    private void Add(long number) => Value = (Value ^ (ulong)number) * Prime;

    private void Add(string text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        foreach (var word in MemoryMarshal.Cast<byte, long>(bytes))
        {
            Add(word);
        }

        foreach (var value in bytes[(bytes.Length & -sizeof(long))..])
        {
            Add(value);
        }
    }
}
