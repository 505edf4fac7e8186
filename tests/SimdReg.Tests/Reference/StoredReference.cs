using SimdReg.Tests.Support;

namespace SimdReg.Tests.Reference;

/// <summary>Weights with a state in training, stored in given formats: every step is that of the widened numbers, then each number is rounded.</summary>
internal sealed class StoredReference
{
    private readonly NumberFormat _format;
    private readonly NumberStorage _storage;
    private readonly Func<int, bool> _isNonNegative;
    private readonly float[] _errors;
    private float[]? _copy;

    /// <param name="weights">The weights, which are numbers of their format.</param>
    /// <param name="format">Their format.</param>
    /// <param name="storage">How the state is stored and everything is rounded.</param>
    /// <param name="rule">The rule, for the state before the first step.</param>
    /// <param name="isNonNegative">Whether a slot of the rule's state holds no negative numbers.</param>
    public StoredReference(float[] weights, NumberFormat format, NumberStorage storage, IUpdateRuleReference rule, Func<int, bool> isNonNegative)
    {
        (_format, _storage, _isNonNegative) = (format, storage, isNonNegative);
        Weights = [.. weights];
        _errors = new float[weights.Length];
        States = new float[rule.StateCount][];
        for (var slot = 0; slot < rule.StateCount; slot++)
        {
            States[slot] = new float[weights.Length];
            Array.Fill(States[slot], (float)rule.InitialState(slot));
            Round(slot, isStochastic: false);
        }
    }

    /// <summary>The weights as stored, widened.</summary>
    public float[] Weights { get; }

    /// <summary>The state as stored, widened.</summary>
    public float[][] States { get; }

    public long StepCount { get; set; }

    /// <summary>Takes a step.</summary>
    public void Step(ElementReference<float> formula, ReadOnlySpan<float> gradients)
    {
        StepCount++;
        Span<float> state = stackalloc float[States.Length];
        _copy ??= IsNarrow(WeightRounding.MasterCopy) ? [.. Weights] : null;
        for (var i = 0; i < Weights.Length; i++)
        {
            for (var slot = 0; slot < state.Length; slot++)
            {
                state[slot] = States[slot][i];
            }

            var weight = _copy is not null ? _copy[i] : Weights[i] == 0 ? Weights[i] : Weights[i] + _errors[i];
            Weights[i] = formula(weight, gradients[i], state, StepCount);
            for (var slot = 0; slot < state.Length; slot++)
            {
                States[slot][i] = state[slot];
            }
        }

        RoundWeights();
        for (var slot = 0; slot < States.Length; slot++)
        {
            Round(slot, _storage.HasStochasticState);
        }
    }

    private bool IsNarrow(WeightRounding rounding) => _format != NumberFormat.Single && _storage.Weights == rounding;

    private uint Draw(int i, int number) => RandomReference.Draw(_storage.Seed, StepCount, _storage.FirstIndex + i, number);

    private void RoundWeights()
    {
        if (_copy is not null)
        {
            Weights.CopyTo(_copy, 0);
        }

        for (var i = 0; i < Weights.Length; i++)
        {
            var stepped = Weights[i];
            Weights[i] = Unsigned(RoundingReference.Round(stepped, _format, IsNarrow(WeightRounding.Stochastic) ? Draw(i, 0) : null));
            if (IsNarrow(WeightRounding.Kahan))
            {
                var error = stepped - Weights[i];
                _errors[i] = float.IsFinite(error) ? RoundingReference.Round(error, NumberFormat.BFloat16) : 0;
            }
        }
    }

    private void Round(int slot, bool isStochastic)
    {
        var (numbers, format, isNonNegative) = (States[slot], Format(slot), _isNonNegative(slot));
        if (format == NumberFormat.EightBit)
        {
            CodedReference.Round(numbers, isStochastic ? i => Draw(i, 1 + slot) : null, isNonNegative);
            return;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Unsigned(RoundingReference.Round(numbers[i], format, isStochastic ? Draw(i, 1 + slot) : null, isNonNegative));
        }
    }

    /// <summary>A number without the sign of zero.</summary>
    private static float Unsigned(float number) => number == 0 ? 0 : number;

    private NumberFormat Format(int slot) => slot switch { 0 => _storage.First, 1 => _storage.Second, _ => _storage.Third };
}
