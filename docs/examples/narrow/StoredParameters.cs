using SimdReg;

namespace Narrow;

/// <summary>The arrays of a model in the formats of a setup, beside the floats that the model computes with.</summary>
public sealed class StoredParameters(Setup setup, Adam rule, int seed)
{
    private readonly ParameterSet<float> _set = new();
    private readonly List<(float[] Weights, float[] Gradients, StoredMemory StoredWeights, StoredMemory StoredGradients)> _arrays = [];

    /// <summary>Adds an array. Its weights become those that the format holds.</summary>
    public void Add<TPenalty, TMode>(float[] weights, float[] gradients, PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var storedWeights = Setup.Allocate(setup.Weights, weights.Length);
        var storedGradients = Setup.Allocate(setup.Gradients, gradients.Length);
        storedWeights.Span.CopyFrom(weights);
        Widen(storedWeights, weights);
        _arrays.Add((weights, gradients, storedWeights, storedGradients));
        _set.Add(storedWeights, storedGradients, rule, term, setup.Storage with { Seed = (ulong)seed });
    }

    /// <summary>Rounds the gradients, steps, and widens the new weights.</summary>
    public void Step()
    {
        foreach (var array in _arrays)
        {
            array.StoredGradients.Span.CopyFrom(array.Gradients);
        }

        _set.Step();
        foreach (var array in _arrays)
        {
            Widen(array.StoredWeights, array.Weights);
        }
    }

    private static void Widen(StoredMemory stored, float[] floats)
    {
        ReadOnlyStoredSpan span = stored.Span;
        span.CopyTo(floats);
    }
}
