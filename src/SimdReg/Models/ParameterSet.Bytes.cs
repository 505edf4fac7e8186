using System.Buffers.Binary;
using SimdReg.Threading;

namespace SimdReg;

/// <content>
/// Stored form, version 1, all numbers little-endian: "SRPS", the version, the number of arrays in 4 bytes, and the stored form of each
/// state, in the order of the arrays.
/// </content>
public sealed partial class ParameterSet<T>
{
    private const uint Version = 1;
    private const int StatesOffset = StoredForm.HeaderLength + sizeof(int);
    private const string StoredName = "states of a set";

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    /// <remarks>A span is limited to 2³¹ − 1 bytes. Beyond that, call <see cref="Optimizer{T}.WriteTo"/> for each optimizer.</remarks>
    public long ByteCount
    {
        get
        {
            long count = StatesOffset;
            foreach (var array in Span)
            {
                count += array.Optimizer.ByteCount;
            }

            return count;
        }
    }

    private static ReadOnlySpan<byte> Letters => "SRPS"u8;

    /// <summary>Writes the states of all arrays as bytes, the same on every machine. Weights and gradients are not included.</summary>
    /// <param name="destination">The destination. Bytes after the first <see cref="ByteCount"/> are not changed.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">Another call of this set is running. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        using var call = new ExclusiveCall(_call);
        StoredForm.RequireRoom(destination, ByteCount);
        StoredForm.WriteHeader(destination, Letters, Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[StoredForm.HeaderLength..], _arrays.Count);
        destination = destination[StatesOffset..];
        foreach (var array in Span)
        {
            array.Optimizer.WriteState(destination);
            destination = destination[(int)array.Optimizer.ByteCount..];
        }
    }

    /// <summary>Replaces the states by those that <see cref="WriteTo"/> wrote, for arrays of the same lengths in the same order.</summary>
    /// <param name="source">The bytes. Bytes after the stored states are not read.</param>
    /// <exception cref="InvalidDataException">The bytes are not the stored states of such a set, or <see cref="Optimizer{T}.ReadFrom"/> rejects one of them. Every state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another call of this set is running. Every state is unchanged.</exception>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        using var call = new ExclusiveCall(_call);
        StoredForm.RequireLength(source, StatesOffset, StoredName);
        StoredForm.RequireHeader(source, Letters, Version, Version, StoredName);
        var count = BinaryPrimitives.ReadInt32LittleEndian(source[StoredForm.HeaderLength..]);
        StoredForm.Refuse(count != _arrays.Count, $"These are stored states of {count} arrays: the set has {_arrays.Count}.");

        var rest = source[StatesOffset..];
        for (var i = 0; i < _arrays.Count; i++)
        {
            rest = rest[FittingLength(_arrays[i].Optimizer, rest, i)..];
        }

        rest = source[StatesOffset..];
        foreach (var array in Span)
        {
            var stored = new StoredState(rest, isVerified: true);
            array.Optimizer.Load(stored);
            rest = rest[stored.Length..];
        }
    }

    private static int FittingLength(Optimizer<T> optimizer, ReadOnlySpan<byte> source, int array)
    {
        try
        {
            return optimizer.Fitting(source).Length;
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Array {array}: {error.Message}", error);
        }
    }
}
