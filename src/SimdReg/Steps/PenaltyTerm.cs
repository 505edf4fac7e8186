using System.ComponentModel;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>A penalty and its mode: how it enters a step.</summary>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TMode">The mode: <see cref="Coupled"/>, <see cref="Decoupled"/>, <see cref="Cautious"/> or <see cref="Proximal"/>.</typeparam>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct PenaltyTerm<TPenalty, TMode>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    /// <summary>Not for use: the penalty would have no parameters.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the penalty, as in penalty.Proximal().", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PenaltyTerm() => throw new NotSupportedException("Pass the penalty, as in penalty.Proximal().");

    /// <summary>Creates a term.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <exception cref="NotSupportedException">The penalty has no gradient (<see cref="IPenalty.HasGradient"/>) and the mode is not <see cref="Proximal"/>.</exception>
    [JsonConstructor]
    public PenaltyTerm(TPenalty penalty)
    {
        if (!TPenalty.HasGradient && typeof(TMode) != typeof(Proximal))
        {
            Refuse.PenaltyMode(typeof(TPenalty), typeof(TMode).Name);
        }

        Penalty = penalty;
    }

    /// <summary>The penalty.</summary>
    [JsonInclude, JsonRequired]
    public TPenalty Penalty { get; private init; }

    /// <summary>The penalty, and the name of the mode.</summary>
    public override string ToString() => $"{Penalty}, {typeof(TMode).Name}";
}

/// <summary>Gives a penalty its mode.</summary>
public static class PenaltyTerm
{
    /// <summary>The penalty's gradient is added to the data gradient: the textbook's way, and the default for a penalty without a mode.</summary>
    /// <remarks>With learning rate α, L2 of strength s multiplies a weight by 1 − α·s in each step of <see cref="Sgd"/>: from α·s = 2 on it does not shrink.</remarks>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The penalty with its mode.</returns>
    /// <exception cref="NotSupportedException">The penalty has no gradient (<see cref="IPenalty.HasGradient"/>).</exception>
    public static PenaltyTerm<TPenalty, Coupled> Coupled<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);

    /// <summary>The penalty acts on the weight apart from the gradient: with L2, weight decay as in AdamW.</summary>
    /// <remarks>With learning rate α, L2 of strength s multiplies a weight by 1 − α·s in each step of every rule: from α·s = 2 on it does not shrink.</remarks>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The penalty with its mode.</returns>
    /// <exception cref="NotSupportedException">The penalty has no gradient (<see cref="IPenalty.HasGradient"/>).</exception>
    public static PenaltyTerm<TPenalty, Decoupled> Decoupled<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);

    /// <summary>The penalty acts as if decoupled, but only on weights that the update moves towards zero or not at all: with L2, cautious weight decay.</summary>
    /// <remarks>
    /// A weight that the update moves away from zero takes the step without a penalty, to the bit. So the decay does not work against the
    /// gradient, and weights that the data need stay larger than under <see cref="Decoupled"/>. See <see cref="SimdReg.Cautious"/>.
    /// </remarks>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The penalty with its mode.</returns>
    /// <exception cref="NotSupportedException">The penalty has no gradient (<see cref="IPenalty.HasGradient"/>).</exception>
    public static PenaltyTerm<TPenalty, Cautious> Cautious<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);

    /// <summary>The penalty's proximal step follows the update: with L1, the soft threshold, which makes weights exactly zero.</summary>
    /// <remarks>
    /// The threshold of L1 is the rate of the weight times the strength. Under <see cref="Adam"/>, <see cref="Adagrad"/> and
    /// <see cref="RmsProp"/> the rate grows up to α/ε for a weight whose gradients are zero: such a weight becomes zero in one step. See
    /// <see cref="SimdReg.Proximal"/>.
    /// </remarks>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The penalty with its mode.</returns>
    public static PenaltyTerm<TPenalty, Proximal> Proximal<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);
}
