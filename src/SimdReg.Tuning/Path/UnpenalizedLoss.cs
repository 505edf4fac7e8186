namespace SimdReg.Tuning;

/// <summary>A loss as a function of the unpenalised weights, while the penalised ones are zero.</summary>
/// <param name="loss">The loss of all weights.</param>
/// <param name="weights">All weights: zero where penalised, elsewhere the last ones evaluated.</param>
/// <param name="penalised">The index of the first penalised weight, and their number.</param>
internal sealed class UnpenalizedLoss(SmoothLoss loss, double[] weights, (int Offset, int Length) penalised)
{
    private readonly double[] _gradients = new double[weights.Length];

    /// <summary>The loss of the unpenalised weights.</summary>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradients)
    {
        Spread(free);
        var value = loss(weights, _gradients);
        Gather(_gradients, gradients);
        return value;
    }

    /// <summary>Copies unpenalised weights to their places among all weights.</summary>
    public void Spread(ReadOnlySpan<double> free)
    {
        free[..penalised.Offset].CopyTo(weights);
        free[penalised.Offset..].CopyTo(weights.AsSpan(penalised.Offset + penalised.Length));
    }

    /// <summary>Copies the values of the unpenalised weights from those of all weights.</summary>
    public void Gather(ReadOnlySpan<double> all, Span<double> free)
    {
        all[..penalised.Offset].CopyTo(free);
        all[(penalised.Offset + penalised.Length)..].CopyTo(free[penalised.Offset..]);
    }
}
