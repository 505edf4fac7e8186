namespace SimdReg.Torch;

/// <summary>The penalty of a group of parameters, in a mode.</summary>
/// <remarks>
/// <code>
/// GroupPenalty.Of(new L1(0.001).Proximal())       // exact zeros
/// GroupPenalty.Of(new L2(0.01).Cautious())        // cautious weight decay
/// GroupPenalty.Of(new ElasticNet(0.001, 0.01))    // coupled
/// </code>
/// </remarks>
public abstract class GroupPenalty
{
    private protected GroupPenalty()
    {
    }

    /// <summary>No penalty.</summary>
    public static GroupPenalty None { get; } = Of(default(None));

    /// <summary>A penalty in a mode.</summary>
    /// <typeparam name="TPenalty">The penalty: one of SimdReg's, or your own.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="term">The penalty and its mode, as in <c>new L1(0.001).Proximal()</c>.</param>
    /// <returns>The penalty of a group.</returns>
    public static GroupPenalty Of<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new Typed<TPenalty, TMode>(term);

    /// <summary>A coupled penalty, whose gradient is added to that of the loss.</summary>
    /// <typeparam name="TPenalty">The penalty: one of SimdReg's, or your own.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The penalty of a group.</returns>
    public static GroupPenalty Of<TPenalty>(TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        Of(penalty.Coupled());

    /// <summary>The weight decay of PyTorch's optimizers: L2, decoupled in some rules and coupled in the others.</summary>
    internal static GroupPenalty OfDecay(double weightDecay, bool isDecoupled) =>
        isDecoupled ? Of(new L2(weightDecay).Decoupled()) : Of(new L2(weightDecay).Coupled());

    internal abstract Binding Bind<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>;

    private sealed class Typed<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term) : GroupPenalty
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        public override string ToString() => term.ToString();

        internal override Binding Bind<TRule>(TRule rule) => new Binding<TRule, TPenalty, TMode>(rule, term);
    }
}
