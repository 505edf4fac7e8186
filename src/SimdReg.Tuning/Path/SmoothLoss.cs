namespace SimdReg.Tuning;

/// <summary>A smooth data loss: returns f(w) and writes ∇f(w).</summary>
/// <remarks>
/// <para>
/// The loss defines the meaning of a strength. If f is the mean over m examples, such as 1/(2m)·‖y − Xw‖², the strength is s = λ/m.
/// </para>
/// <para>
/// Write every gradient; do not add to it. At a point that is too far away, the value or a gradient may be infinite or NaN: the solver
/// then takes a shorter step.
/// </para>
/// </remarks>
/// <param name="weights">w</param>
/// <param name="gradients">∇f(w), to be written: as long as <paramref name="weights"/>.</param>
/// <returns>f(w)</returns>
public delegate double SmoothLoss(ReadOnlySpan<double> weights, Span<double> gradients);
