namespace SimdReg.Optimizers;

/// <summary>Options of an optimizer, joined with those of a step.</summary>
/// <param name="own">The options of the optimizer.</param>
internal sealed class JoinedOptions(StepOptions own)
{
    // A field, because a step takes its address.

    /// <summary>The options of the step.</summary>
    public StepOptions Options;

    public StepOptions Own { get; } = own;

    /// <summary>Joins the options with those of a step.</summary>
    public void With(in StepOptions options) => Options = Own.With(in options);
}
