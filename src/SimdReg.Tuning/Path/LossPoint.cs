using System.Numerics.Tensors;

namespace SimdReg.Tuning;

/// <summary>Weights, and the value and gradient of a loss there.</summary>
internal sealed class LossPoint
{
    public LossPoint(ReadOnlySpan<double> weights)
    {
        Weights = weights.ToArray();
        Gradients = new double[weights.Length];

        // NaN, so that a loss that does not write a gradient, or adds to it, is detected.
        Gradients.AsSpan().Fill(double.NaN);
    }

    public double[] Weights { get; }

    public double[] Gradients { get; }

    public double Value { get; private set; }

    /// <summary>max |∇f(w)|</summary>
    public double LargestGradient => Math.Abs(TensorPrimitives.MaxMagnitude<double>(Gradients));

    /// <summary>Evaluates the loss.</summary>
    /// <returns>Whether the value and all gradients are finite.</returns>
    public bool TryEvaluate(SmoothLoss loss)
    {
        Value = loss(Weights, Gradients);
        return double.IsFinite(Value) && TensorPrimitives.IsFiniteAll<double>(Gradients);
    }

    /// <summary>Evaluates the loss, whose value and gradients must be finite here. The message describes the point by its place.</summary>
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
