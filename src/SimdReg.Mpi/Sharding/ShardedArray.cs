using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Models;
using SimdReg.Optimizers;

namespace SimdReg.Mpi;

/// <summary>An array of weights in a <see cref="ShardedSet{T}"/>: all weights, the gradients that this rank adds, and the optimizer of the weights that this rank steps.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ShardedArray<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostPartLength = 1 << 27;

    private readonly MemoryPiece<T> _weights;
    private readonly Func<ArrayPiece, Optimizer<T>> _create;
    private Optimizer<T>? _optimizer;
    private int _settingsChangeCount = -1;

    internal ShardedArray(MemoryPiece<T> weights, long offset, Func<ArrayPiece, Optimizer<T>> create)
    {
        _weights = weights;
        _create = create;
        Offset = offset;
        Gradients = new(weights.Length);
        Whole = create(new(0, 0, weights.Length, []));
        WeightBytes = weights.Stored is { } stored ? stored.Format.ByteSize() : Unsafe.SizeOf<T>();

        // A step reads the weights and writes them, and so it does with the state.
        var stateBytes = Whole.StateParts.Sections.Sum(section => section.UnitByteCount / (double)section.UnitLength);
        StepBytes = (2 * WeightBytes) + Unsafe.SizeOf<T>() + (2 * stateBytes);
    }

    /// <summary>w, all weights of the array. Every rank has the same.</summary>
    /// <exception cref="InvalidOperationException">The array is stored in another format: see <see cref="StoredWeights"/>.</exception>
    public Memory<T> Weights => MemoryMarshal.AsMemory(_weights.Plain);

    /// <summary>w, if the array was added as <see cref="StoredMemory"/>; otherwise null.</summary>
    public StoredMemory? StoredWeights => _weights.Stored;

    /// <summary>The number of weights on every rank.</summary>
    public int WeightCount => _weights.Length;

    /// <summary>Σg, the exact sum of the gradients that this rank adds for the next step.</summary>
    public ExactGradientSum<T> Gradients { get; }

    /// <summary>The weights that this rank steps, as a range of the array; empty if another rank has them all.</summary>
    /// <exception cref="InvalidOperationException">The weights have not been divided yet.</exception>
    public Range Shard => _optimizer is null ? throw NotPartitioned() : Piece.Start..Piece.End;

    /// <summary>The rule, the penalty and the state of the weights in <see cref="Shard"/>. What is changed here has to be changed on every rank, or the next call is refused.</summary>
    /// <exception cref="InvalidOperationException">The weights have not been divided yet.</exception>
    public Optimizer<T> Optimizer => _optimizer ?? throw NotPartitioned();

    /// <summary>The number of weights in the arrays before this one.</summary>
    internal long Offset { get; }

    internal long End => Offset + WeightCount;

    /// <summary>An optimizer of no weight, which knows the penalty's groups.</summary>
    internal Optimizer<T> Whole { get; }

    internal int WeightBytes { get; }

    /// <summary>The bytes of memory that a step moves for each weight.</summary>
    internal double StepBytes { get; }

    /// <summary>How the weights are stored, and their state if it is stored too.</summary>
    internal string Format => _weights.Stored is { } stored ? $"{stored.Format} with {Whole.Storage}" : typeof(T).Name;

    internal ArrayPiece Piece { get; private set; }

    internal MemoryPiece<T> Memory => _weights;

    /// <summary>What a step depends on, but for the number of steps. Kept until something is set: a set of many arrays asks in every step.</summary>
    internal string Settings
    {
        get
        {
            if (_settingsChangeCount != Optimizer.ChangeCount)
            {
                (field, _settingsChangeCount) = ($"{Optimizer.Settings}, structure {Optimizer.StructureChecksum:x8}", Optimizer.ChangeCount);
            }

            return field;
        }
    }
    = "";

    /// <summary>Creates the optimizer of a piece.</summary>
    internal Optimizer<T> Create(ArrayPiece piece) => _create(piece);

    /// <summary>Makes a piece the one that this rank steps.</summary>
    internal void Take(ArrayPiece piece, Optimizer<T> optimizer) => (Piece, _optimizer) = (piece, optimizer);

    /// <summary>Parts that have all weights, each of less than 2³¹ bytes, as a span must.</summary>
    internal IEnumerable<(int Start, int Length)> Parts
    {
        get
        {
            for (var (start, length) = (0, 0); start < WeightCount; start += length)
            {
                length = Math.Min(MostPartLength, WeightCount - start);
                yield return (start, length);
            }
        }
    }

    /// <summary>The weights of a part, as bytes.</summary>
    internal Span<byte> Bytes(int start, int length) => _weights.Stored is { } stored
        ? MemoryMarshal.CreateSpan(ref stored.Slice(start, length).Span.First, length * WeightBytes)
        : MemoryMarshal.AsBytes(Weights.Span.Slice(start, length));

    /// <summary>The weights of a part, for a set.</summary>
    internal MemoryPiece<T> Part(int start, int length) =>
        _weights.Stored is { } stored ? new(stored.Slice(start, length)) : new(_weights.Plain.Slice(start, length));

    private static InvalidOperationException NotPartitioned() =>
        new("The weights have not been divided among the ranks yet: call Partition of the set, or take a step.");
}
