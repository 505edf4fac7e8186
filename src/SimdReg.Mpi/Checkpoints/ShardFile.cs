using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SimdReg.Mpi;

/// <summary>The file of one rank in a checkpoint: the weights and the state between two positions, which count the weights of all arrays consecutively.</summary>
/// <remarks>For each array that has weights there: its weights, then the sections of its state, as they are in memory. Everything else is in the manifest.</remarks>
internal sealed class ShardFile(string folder, int rank, int size, long start, long end)
{
    /// <summary>The number of weights that are read or written at once: a multiple of the blocks of 8-bit state.</summary>
    public const int BatchLength = 1 << 20;

    private string FilePath { get; } = Path.Combine(folder, $"rank-{rank:D4}-of-{size:D4}.shard");

    /// <summary>Writes the shard of this rank to the disk.</summary>
    /// <returns>The number of bytes, and their SHA-256.</returns>
    public (long ByteCount, byte[] Hash) Write<T>(ShardPlan<T> plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var file = File.Create(FilePath);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in plan.Parts(start, end))
        {
            foreach (var section in Sections(part.Array))
            {
                for (var done = 0; done < part.Length; done += Batch(part.Length - done))
                {
                    var bytes = section.Bytes(done, Batch(part.Length - done));
                    file.Write(bytes);
                    hash.AppendData(bytes);
                }
            }
        }

        file.Flush(flushToDisk: true);
        return (file.Length, hash.GetHashAndReset());
    }

    /// <summary>Requires the file to be as it was written, and to have the bytes of these weights.</summary>
    /// <exception cref="InvalidDataException">It is missing, has changed or is of other weights.</exception>
    public void Verify<T>(ShardPlan<T> plan, StoredFile stored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = 0L;
        foreach (var part in plan.Parts(start, end))
        {
            foreach (var section in Sections(part.Array))
            {
                StoredForm.Refuse(part.Start % section.UnitLength != 0, $"{FilePath} begins at weight {part.Start} of an array, within a block of {section.UnitLength} that share a scale.");
                expected += section.ByteCount(part.Length);
            }
        }

        StoredForm.Refuse(stored.ByteCount != expected, $"{FilePath} has {stored.ByteCount} bytes by its manifest: {end - start} weights of these arrays have {expected}.");
        StoredForm.Refuse(!File.Exists(FilePath), $"{FilePath} is missing.");
        using var file = File.OpenRead(FilePath);
        StoredForm.Refuse(file.Length != expected, $"{FilePath} has {file.Length} bytes: {expected} were written.");
        StoredForm.Refuse(Convert.ToHexStringLower(SHA256.HashData(file)) != stored.Sha256, $"{FilePath} is damaged: its SHA-256 is not that of the manifest.");
    }

    /// <summary>Reads what belongs to the shard of this rank. The file has been verified.</summary>
    public void Read<T>(ShardPlan<T> plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var file = File.OpenHandle(FilePath);
        var offset = 0L;
        foreach (var part in plan.Parts(start, end))
        {
            var (from, to) = Own(part);
            foreach (var section in Sections(part.Array))
            {
                for (var at = from; at < to; at += Batch(to - at))
                {
                    ReadExactly(file, section.Bytes(at - part.Array.Piece.Start, Batch(to - at)), offset + section.ByteCount(at - part.Start));
                }

                offset += section.ByteCount(part.Length);
            }
        }

        // What the file and this rank have of an array.
        static (int From, int To) Own(ShardPart<T> part) =>
            (Math.Max(part.Start, part.Array.Piece.Start), Math.Min(part.Start + part.Length, part.Array.Piece.End));
    }

    /// <summary>The weights of this rank's piece, and the sections of its state.</summary>
    private static IEnumerable<StateSection> Sections<T>(ShardedArray<T> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        array.Optimizer.StateParts.Sections.Prepend(new(1, array.WeightBytes, (start, length) => array.Bytes(array.Piece.Start + start, length)));

    private static int Batch(int rest) => Math.Min(rest, BatchLength);

    private void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var count = RandomAccess.Read(file, bytes, offset);
            StoredForm.Refuse(count == 0, $"{FilePath} has been cut since it was verified.");
            bytes = bytes[count..];
            offset += count;
        }
    }
}
