using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SimdReg.Mpi;

/// <summary>The file of one rank in a checkpoint: the weights and the state of its shard.</summary>
/// <remarks>
/// Version 1, all numbers little-endian: "SRSH", the version and the number of pieces; for each piece the number of its array, its first weight and its length in
/// 4 bytes each, and 1 if the weights have a master copy, otherwise 0, in 4 bytes; then, for each piece, its weights and the sections of its state as they
/// are in memory. The manifest has the hash of all.
/// </remarks>
internal static class ShardFile
{
    private const uint Version = 1;
    private const int HeaderLength = StoredForm.HeaderLength + sizeof(int);
    private const int PieceLength = 4 * sizeof(int);

    /// <summary>The number of weights that are read or written at once: a multiple of the blocks of 8-bit state.</summary>
    private const int BatchLength = 1 << 20;

    private static ReadOnlySpan<byte> Letters => "SRSH"u8;

    public static string NameOf(int rank, int size) => $"rank-{rank:D4}-of-{size:D4}.shard";

    /// <summary>Writes the shard of this rank to the disk.</summary>
    public static ShardFileEntry Write<T>(string folder, string name, IReadOnlyList<ShardedArray<T>> arrays)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var file = File.Create(Path.Combine(folder, name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pieces = arrays.Index().Where(array => array.Item.Piece.Length > 0).ToArray();
        var header = new byte[HeaderLength + (pieces.Length * PieceLength)];
        StoredForm.WriteHeader(header, Letters, Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(StoredForm.HeaderLength), pieces.Length);
        var rest = header.AsSpan(HeaderLength);
        foreach (var (index, array) in pieces)
        {
            new StoredPiece(index, array.Piece.Start, array.Piece.Length, array.Optimizer.StateParts.HasMasterCopy).WriteTo(rest);
            rest = rest[PieceLength..];
        }

        Append(file, hash, header);
        foreach (var (_, array) in pieces)
        {
            foreach (var section in Sections(array))
            {
                for (var start = 0; start < array.Piece.Length; start += BatchLength)
                {
                    Append(file, hash, section.Bytes(start, Math.Min(BatchLength, array.Piece.Length - start)));
                }
            }
        }

        file.Flush(flushToDisk: true);
        return new(name, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Reads from a file what belongs to the shard of this rank.</summary>
    /// <param name="path">The file, which has been verified.</param>
    /// <param name="arrays">The arrays.</param>
    /// <param name="hasMasterCopy">For each array, set if a piece of it has a master copy.</param>
    public static void Read<T>(string path, IReadOnlyList<ShardedArray<T>> arrays, bool[] hasMasterCopy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var file = File.OpenHandle(path);
        var header = new byte[HeaderLength];
        ReadExactly(file, header, 0, path);
        StoredForm.RequireHeader(header, Letters, Version, Version, "shards");
        var pieces = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(StoredForm.HeaderLength)) * PieceLength];
        ReadExactly(file, pieces, HeaderLength, path);
        long offset = HeaderLength + pieces.Length;
        for (var place = 0; place < pieces.Length; place += PieceLength)
        {
            var piece = StoredPiece.Read(pieces.AsSpan(place));
            var array = arrays[piece.Array];
            hasMasterCopy[piece.Array] |= piece.HasMasterCopy;
            var (start, end) = (Math.Max(piece.Start, array.Piece.Start), Math.Min(piece.Start + piece.Length, array.Piece.End));
            foreach (var section in Sections(array))
            {
                for (var from = start; from < end; from += BatchLength)
                {
                    ReadExactly(file, section.Bytes(from - array.Piece.Start, Math.Min(BatchLength, end - from)), offset + section.ByteCount(from - piece.Start), path);
                }

                offset += section.ByteCount(piece.Length);
            }
        }
    }

    /// <summary>The weights of a piece, and the sections of its state.</summary>
    private static IEnumerable<StateSection> Sections<T>(ShardedArray<T> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        array.Optimizer.StateParts.Sections.Prepend(new(1, array.WeightBytes, (start, length) => array.Bytes(array.Piece.Start + start, length)));

    private static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        hash.AppendData(bytes);
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset, string path)
    {
        while (!bytes.IsEmpty)
        {
            var count = RandomAccess.Read(file, bytes, offset);
            StoredForm.Refuse(count == 0, $"{path} has been cut since it was verified.");
            bytes = bytes[count..];
            offset += count;
        }
    }

    /// <summary>A piece of an array in a file.</summary>
    private readonly record struct StoredPiece(int Array, int Start, int Length, bool HasMasterCopy)
    {
        public void WriteTo(Span<byte> destination)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination, Array);
            BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Start);
            BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Length);
            BinaryPrimitives.WriteInt32LittleEndian(destination[12..], HasMasterCopy ? 1 : 0);
        }

        public static StoredPiece Read(ReadOnlySpan<byte> source) => new(
            BinaryPrimitives.ReadInt32LittleEndian(source),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]) != 0);
    }
}
