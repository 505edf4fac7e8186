using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>A number that differs, almost surely, if anything that was added differs: the same on every machine.</summary>
/// <remarks>Source: the hash FNV-1a, over words of 64 bits. It finds mistakes, not attacks.</remarks>
internal struct Fingerprint()
{
    private const ulong Prime = 0x100000001B3;

    public ulong Value { get; private set; } = 0xCBF29CE484222325;

    public void Add(long number) => Value = (Value ^ (ulong)number) * Prime;

    public void Add(double number) => Add(BitConverter.DoubleToInt64Bits(number));

    public void Add(string text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));

    public void Add(ReadOnlySpan<byte> bytes)
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
