namespace SimdReg;

/// <content>The state as bytes, in the form of <see cref="StoredState"/>.</content>
public sealed partial class UpdateState<TRule, T>
{
    /// <summary>The number of bytes that <see cref="WriteTo"/> writes. A span holds no more than 2³¹ − 1.</summary>
    public long ByteCount => StoredState.ByteCount<TRule, T>(WeightCount);

    /// <summary>Writes the state as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <remarks>
    /// The parameters of the rule are not among them: training that resumes with the same rule and the same weights goes on
    /// bit for bit as if it had never stopped. A rule of your own is stored by its full name, so it can be read while it keeps that name.
    /// </remarks>
    /// <param name="destination">Where they go. What lies behind the first <see cref="ByteCount"/> bytes is left alone.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StepCounter.RequireIdle(_stepCount);
        StoredForm.RequireRoom(destination, ByteCount);
        var stored = destination[..(int)ByteCount];
        StoredState.WriteHeader<TRule, T>(stored, WeightCount, StepCount);
        var numbers = stored[StoredState.NumbersOffset<TRule>()..];
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            var length = StoredForm.WriteNumbers<T>(this[slot], numbers);
            numbers = numbers[length..];
        }

        StoredForm.Seal(stored);
    }

    /// <summary>Takes over a state that <see cref="WriteTo"/> wrote, its number of steps included: an earlier one as well as a later one.</summary>
    /// <remarks>States that version 0.1 stored can be read too, those of SimdReg's rules except <see cref="Ftrl"/>, which then kept other numbers.</remarks>
    /// <param name="source">The bytes. What lies behind the stored state is not looked at.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are no stored state, are damaged, are of another version, element type, rule or number of weights, or count a
    /// negative number of steps, or so many that none can follow. The state is as it was.
    /// </exception>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        StepCounter.RequireIdle(_stepCount);
        Load(Fitting(source));
    }

    /// <summary>The state that bytes hold, which fits here.</summary>
    internal StoredState Fitting(ReadOnlySpan<byte> source)
    {
        var stored = new StoredState(source);
        stored.RequireFit<TRule, T>(WeightCount);
        return stored;
    }

    /// <summary>Takes over a state that fits.</summary>
    internal void Load(StoredState stored)
    {
        _stepCount = stored.StepCount;
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            StoredForm.ReadNumbers(stored.Numbers(slot), this[slot]);
        }
    }
}
