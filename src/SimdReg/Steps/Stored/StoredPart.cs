using SimdReg.Lanes;

namespace SimdReg.Steps;

/// <summary>Weights, gradients and state that one loop steps: each stored as float or bfloat16, all numbers of state alike.</summary>
internal ref struct StoredPart
{
    /// <summary>w, updated in place.</summary>
    public StoredSpan Weights;

    /// <summary>g. Float weights may have gradients of either format; bfloat16 weights have bfloat16 gradients.</summary>
    public ReadOnlyStoredSpan Gradients;

    /// <summary>The first slot of the state, if there is one.</summary>
    public StoredSpan First;

    /// <summary>The second slot of the state, if there is one.</summary>
    public StoredSpan Second;

    /// <summary>The third slot of the state, if there is one.</summary>
    public StoredSpan Third;

    /// <summary>Whether new weights are rounded stochastically.</summary>
    public bool HasStochasticWeights;

    /// <summary>Whether the new state is rounded stochastically.</summary>
    public bool HasStochasticState;

    /// <summary>The stochastic rounding, if any. Index 0 is the first weight.</summary>
    public Stochastic Rounding;
}
