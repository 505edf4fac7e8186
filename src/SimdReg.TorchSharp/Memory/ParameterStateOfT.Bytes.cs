using TorchSharp.Modules;

namespace SimdReg.Torch.Memory;

/// <content>The stored form: the number of weights, and for each piece the number of its bytes and the stored form of SimdReg.</content>
internal sealed partial class ParameterState<T>
{
    public override void SaveStateDict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_count);
        foreach (var piece in Pieces)
        {
            var bytes = Bytes(piece);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not a state of such a parameter. Nothing has changed.</exception>
    public override void LoadStateDict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Stage(StateLoad.Read(reader, Name, ReadPieces));
    }

    /// <exception cref="InvalidDataException">The state is not one of such a parameter. Nothing has changed.</exception>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = source as ParameterState<T>
            ?? throw new InvalidDataException($"The state of {Name} cannot be read from {source?.GetType().Name ?? "null"}: the element type or the library is another one.");
        RequireCount(other._count);
        Stage([.. other.Pieces.Select(Bytes)]);
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is ParameterState<T> state
        && state._count == _count
        && Pieces.Zip(state.Pieces).All(pair => AreClose(pair.First.Optimizer, pair.Second.Optimizer));

    private static byte[] Bytes(ParameterPiece<T> piece)
    {
        var bytes = new byte[piece.Optimizer.ByteCount];
        piece.Optimizer.WriteTo(bytes);
        return bytes;
    }

    // As allclose of PyTorch, with its defaults.
    private static bool AreClose(Optimizer<T> left, Optimizer<T> right)
    {
        if (left.StepCount != right.StepCount || left.StateCount != right.StateCount)
        {
            return false;
        }

        T[] values = new T[left.WeightCount], others = new T[right.WeightCount];
        for (var slot = 0; slot < left.StateCount; slot++)
        {
            left.CopyState(slot, values);
            right.CopyState(slot, others);
            for (var i = 0; i < values.Length; i++)
            {
                if (!(T.Abs(values[i] - others[i]) <= T.CreateTruncating(1e-8) + (T.CreateTruncating(1e-5) * T.Abs(others[i]))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private byte[][] ReadPieces(BinaryReader reader)
    {
        RequireCount(reader.ReadInt64());
        return [.. Pieces.Select(piece =>
        {
            var length = reader.ReadInt32();
            var bytes = length == piece.Optimizer.ByteCount ? reader.ReadBytes(length) : [];
            return bytes.Length == length && length > 0
                ? bytes
                : throw new InvalidDataException($"The stored state of {Name} has {length} bytes, of which {bytes.Length} were read: {piece.Optimizer.ByteCount} are needed.");
        })];
    }

    private void RequireCount(long count)
    {
        if (count != _count)
        {
            throw new InvalidDataException($"The stored state belongs to {count} weights: {Name} has {_count}.");
        }
    }

    private void Stage(byte[][] stored)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            try
            {
                Pieces[i].Optimizer.Fitting(stored[i]);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{Name}: {error.Message}", error);
            }
        }

        Group.Load.Stage(Group.Load.GroupCount + Index, () =>
        {
            for (var i = 0; i < stored.Length; i++)
            {
                Pieces[i].Optimizer.ReadFrom(stored[i]);
            }
        });
    }
}
