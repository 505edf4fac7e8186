namespace SimdReg.Tuning;

/// <summary>A smooth data loss: returns f(w) and writes ∇f(w).</summary>
/// <remarks>
/// <para>
/// What a strength then means follows from the loss. Where f is the mean over m examples, such as 1/(2m)·‖y − Xw‖², it is
/// s = λ/m.
/// </para>
/// <para>
/// All gradients are to be written, not added to. A point that is too far away may give infinities or NaN: the solver then
/// takes a shorter step.
/// </para>
/// </remarks>
/// <param name="weights">w</param>
/// <param name="gradients">∇f(w), to be written: as long as <paramref name="weights"/>.</param>
public delegate double SmoothLoss(ReadOnlySpan<double> weights, Span<double> gradients);
