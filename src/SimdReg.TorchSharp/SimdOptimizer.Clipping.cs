namespace SimdReg.Torch;

/// <content>Clipping by the norm of all gradients together.</content>
public abstract partial class SimdOptimizer
{
    /// <summary>The limit of the norm of all gradients together, or null. A step clips to it, as after <c>clip_grad_norm_</c>, and does not write the gradients.</summary>
    /// <remarks>
    /// The norm is that of the gradients times the scale of <see cref="Options"/> or of <see cref="TryStep"/>. The scale of a group, in
    /// <see cref="GroupOptions.Step"/>, is not part of the norm: it multiplies the gradients after they have been clipped.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, 0 or below.</exception>
    public double? MaxGradientNorm
    {
        get;
        set => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxGradientNorm)} must be above 0, or null.");
    }

    /// <summary>Adds the scale that clips to the options.</summary>
    /// <returns>Whether the sum of squares is finite.</returns>
    private bool TryClip(ref StepOptions options)
    {
        if (MaxGradientNorm is not { } maxNorm || options.GradientScale == 0)
        {
            return true;
        }

        var squares = SumOfGradientSquares(options.MaxDegreeOfParallelism);
        if (!double.IsFinite(squares))
        {
            return false;
        }

        // The limit holds for scaled gradients.
        var scale = GradientClipping.ScaleFor(squares, maxNorm / options.GradientScale) * options.GradientScale;
        options = options with { GradientScale = scale };
        return true;
    }

    private double SumOfGradientSquares(int maxDegreeOfParallelism)
    {
        var squares = _sets.Sum(set => set.SumOfGradientSquares(maxDegreeOfParallelism));
        if (double.IsFinite(squares) || FirstNotFinite() is not null)
        {
            return squares;
        }

        // Finite floats, of a scaled loss, may have a sum above the largest float.
        var exact = new ExactWeightSums();
        foreach (var set in _sets)
        {
            set.AddGradientsTo(exact);
        }

        return exact.Round<double>().SumOfSquares;
    }
}
