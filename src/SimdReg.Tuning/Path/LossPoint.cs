using System.Numerics.Tensors;

namespace SimdReg.Tuning;

/// <summary>Weights, and what a loss and its gradient are there.</summary>
internal sealed class LossPoint
{
    public LossPoint(ReadOnlySpan<double> weights)
    {
        Weights = weights.ToArray();
        Gradients = new double[weights.Length];

        // So that a loss that leaves a gradient unwritten, or adds to it, is found out.
        Gradients.AsSpan().Fill(double.NaN);
    }

    public double[] Weights { get; }

    public double[] Gradients { get; }

    public double Value { get; private set; }

    /// <summary>max |∇f(w)|</summary>
    public double LargestGradient => Math.Abs(TensorPrimitives.MaxMagnitude<double>(Gradients));

    /// <summary>Asks the loss for its value and gradient. Whether all of it is finite.</summary>
    public bool TryEvaluate(SmoothLoss loss)
    {
        Value = loss(Weights, Gradients);
        return double.IsFinite(Value) && TensorPrimitives.IsFiniteAll<double>(Gradients);
    }

    /// <summary>Asks the loss for its value and gradient, which must be finite here.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="place">Where that is, for the message.</param>
    /// <returns>The point itself.</returns>
    public LossPoint Evaluate(SmoothLoss loss, string place)
    {
        if (TryEvaluate(loss))
        {
            return this;
        }

        var index = Array.FindIndex(Gradients, gradient => !double.IsFinite(gradient));
        var found = double.IsFinite(Value) ? $"the gradient of weight {index} is {Gradients[index]}" : $"its value is {Value}";
        throw new ArgumentException($"{nameof(loss)} must be finite {place}, and write every gradient: {found}.", nameof(loss));
    }
}
