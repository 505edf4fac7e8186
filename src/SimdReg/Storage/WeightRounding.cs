using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>How a step stores a new weight that has more bits than its format.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeightRounding>))]
public enum WeightRounding
{
    /// <summary>To the nearest number, ties to even. An update below half a unit in the last place of the weight is lost.</summary>
    Nearest,

    /// <summary>Up or down at random, so that the new weight is the mean of the results: updates of any size count on average.</summary>
    /// <remarks>The random bits depend only on <see cref="NumberStorage.Seed"/>, the step and the index of the weight: not on width, threads or parts.</remarks>
    Stochastic,

    /// <summary>To the nearest number, with the rounding error kept in a <see cref="BFloat16"/> of state and added before the next step.</summary>
    Kahan,

    /// <summary>To the nearest number, from a <see langword="float"/> copy of the weight in the state, which the step updates.</summary>
    /// <remarks>The first step copies the weights. It does not see later changes of the weights themselves: to start from other weights, create a new optimizer.</remarks>
    MasterCopy,
}
