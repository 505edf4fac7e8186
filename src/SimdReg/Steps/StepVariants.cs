namespace SimdReg.Steps;

// The options of a step as types: the JIT resolves a comparison of types before it inlines anything.

/// <summary>Gradients are used unscaled.</summary>
internal readonly struct Unscaled;

/// <summary>Gradients are multiplied by the scale.</summary>
internal readonly struct Scaled;

/// <summary>Every weight may change.</summary>
internal readonly struct EveryWeight;

/// <summary>A weight of zero stays zero. For rules without state: the JIT would inline three selections of state for nothing.</summary>
internal readonly struct NonZeroWeights;

/// <summary>A weight of zero stays zero and keeps its state.</summary>
internal readonly struct NonZeroWeightsWithState;
