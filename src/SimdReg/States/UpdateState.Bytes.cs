namespace SimdReg;

/// <content>The stored form, see <see cref="StoredState"/>.</content>
public sealed partial class UpdateState<TRule, T>
{
    /// <summary>The number of bytes that <see cref="WriteTo"/> writes. A span is limited to 2³¹ − 1 bytes.</summary>
    public long ByteCount => StoredState.ByteCount<TRule, T>(WeightCount, Narrow?.Layout);

    /// <summary>Writes the state as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <remarks>
    /// The parameters of the rule and the rounding of a <see cref="NumberStorage"/> are not part of it: training that resumes with the same rule and the same weights continues bit for bit. A
    /// rule that you define is stored by its full name, so the state can be read as long as the rule keeps that name.
    /// </remarks>
    /// <param name="destination">The destination. Bytes after the first <see cref="ByteCount"/> are not changed.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">A step with this state is running. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StoredForm.RequireRoom(destination, ByteCount);
        var stored = destination[..(int)ByteCount];
        var stepCount = BeginUse();
        try
        {
            StoredState.WriteHeader<TRule, T>(stored, WeightCount, stepCount, Narrow?.Layout);
            WriteNumbers(stored[StoredState.NumbersOffset<TRule>(Narrow is not null)..]);
            StoredForm.Seal(stored);
        }
        finally
        {
            EndUse(stepCount);
        }
    }

    /// <summary>Replaces the state and its number of steps by those that <see cref="WriteTo"/> wrote, from an earlier or a later step.</summary>
    /// <remarks>Reads states of version 0.1 too, for the rules of SimdReg except <see cref="Ftrl"/>, whose state has changed.</remarks>
    /// <param name="source">The bytes. Bytes after the stored state are not read.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are not a stored state, are damaged, are of another version, element type, rule or number of weights, or their
    /// number of steps is negative or 2⁶³ − 1. The state is unchanged.
    /// </exception>
    /// <exception cref="InvalidOperationException">A step with this state is running. The state is unchanged.</exception>
    public void ReadFrom(ReadOnlySpan<byte> source) => Load(Fitting(source));

    /// <summary>Parses a stored state and requires it to match this one.</summary>
    internal StoredState Fitting(ReadOnlySpan<byte> source)
    {
        var stored = new StoredState(source);
        stored.RequireFit<TRule, T>(WeightCount, Narrow?.Layout);
        return stored;
    }

    /// <summary>Loads a stored state that matches this one.</summary>
    /// <exception cref="InvalidOperationException">The state is in use. It is unchanged.</exception>
    internal void Load(StoredState stored)
    {
        var stepCount = BeginUse();
        try
        {
            Narrow?.ReadFrom(stored.AllNumbers, stored.Layout.Companion);
            for (var slot = 0; Narrow is null && slot < TRule.StateCount; slot++)
            {
                StoredForm.ReadNumbers(stored.Numbers(slot), this[slot]);
            }

            stepCount = stored.StepCount;
        }
        finally
        {
            EndUse(stepCount);
        }
    }

    private void WriteNumbers(Span<byte> destination)
    {
        Narrow?.WriteTo(destination);
        for (var slot = 0; Narrow is null && slot < TRule.StateCount; slot++)
        {
            destination = destination[StoredForm.WriteNumbers<T>(this[slot], destination)..];
        }
    }
}
