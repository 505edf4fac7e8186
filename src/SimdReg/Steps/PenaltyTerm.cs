using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>A penalty and how it enters a step.</summary>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TMode">How it enters: <see cref="Coupled"/>, <see cref="Decoupled"/> or <see cref="Proximal"/>.</typeparam>
/// <param name="Penalty">The penalty.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct PenaltyTerm<TPenalty, TMode>([property: JsonRequired] TPenalty Penalty)
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    /// <summary>The penalty, and the name of the mode.</summary>
    public override string ToString() => $"{Penalty}, {typeof(TMode).Name}";
}

/// <summary>Says how a penalty enters a step.</summary>
public static class PenaltyTerm
{
    /// <summary>Its gradient joins the data gradient, as in the textbook. This is what a step does with a bare penalty.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    public static PenaltyTerm<TPenalty, Coupled> Coupled<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);

    /// <summary>It acts on the weight apart from the gradient. With L2 this is weight decay as in AdamW.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    public static PenaltyTerm<TPenalty, Decoupled> Decoupled<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);

    /// <summary>Its proximal step follows the update. With L1 this is the soft threshold, and weights become exactly zero.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty.</param>
    public static PenaltyTerm<TPenalty, Proximal> Proximal<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);
}
