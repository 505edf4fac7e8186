namespace SimdReg.Steps;

// The options of a step as types: the JIT settles a comparison of types before it inlines anything.

/// <summary>Gradients count as they are.</summary>
internal readonly struct Unscaled;

/// <summary>Gradients are multiplied by the scale.</summary>
internal readonly struct Scaled;

/// <summary>Every weight may change.</summary>
internal readonly struct EveryWeight;

/// <summary>A weight of zero stays. For a rule without state, whose three selections the JIT would inline for nothing.</summary>
internal readonly struct NonZeroWeights;

/// <summary>A weight of zero stays, and so does its state.</summary>
internal readonly struct NonZeroWeightsWithState;
