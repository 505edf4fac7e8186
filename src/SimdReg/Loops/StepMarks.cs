namespace SimdReg.Loops;

// What a step does besides, as types: a comparison of types is settled before the JIT inlines anything, and costs nothing.

/// <summary>Gradients count as they are.</summary>
internal readonly struct Unscaled;

/// <summary>Gradients count as often as the scale says.</summary>
internal readonly struct Scaled;

/// <summary>Every weight may change.</summary>
internal readonly struct EveryWeight;

/// <summary>A weight of zero stays. For a rule without state: of what it does not have, the JIT would inline three selections for each lanes.</summary>
internal readonly struct NonZeroWeights;

/// <summary>A weight of zero stays, and so does its state.</summary>
internal readonly struct NonZeroWeightsWithState;
