namespace SimdReg.Tuning;

/// <summary>A loss of the unpenalised weights alone, while those with a penalty are zero.</summary>
/// <param name="loss">The loss of all weights.</param>
/// <param name="weights">All weights, of which the penalised ones are zero. The others are those last asked for.</param>
/// <param name="penalised">Where the penalised weights begin, and how many they are.</param>
internal sealed class UnpenalizedLoss(SmoothLoss loss, double[] weights, (int Offset, int Length) penalised)
{
    private readonly double[] _gradients = new double[weights.Length];

    /// <summary>The loss itself.</summary>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradients)
    {
        Spread(free);
        var value = loss(weights, _gradients);
        Gather(_gradients, gradients);
        return value;
    }

    /// <summary>Puts unpenalised weights to their places among all.</summary>
    public void Spread(ReadOnlySpan<double> free)
    {
        free[..penalised.Offset].CopyTo(weights);
        free[penalised.Offset..].CopyTo(weights.AsSpan(penalised.Offset + penalised.Length));
    }

    /// <summary>Takes what belongs to the unpenalised weights out of what belongs to all.</summary>
    public void Gather(ReadOnlySpan<double> all, Span<double> free)
    {
        all[..penalised.Offset].CopyTo(free);
        all[(penalised.Offset + penalised.Length)..].CopyTo(free[penalised.Offset..]);
    }
}
