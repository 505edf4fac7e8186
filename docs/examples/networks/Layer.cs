using System.Numerics.Tensors;

namespace Networks;

/// <summary>y = b + Wᵀx, with the weights of an input adjacent. The result does not depend on the vector width.</summary>
public sealed class Layer(int inputCount, int unitCount, Random random)
{
    // He and others (2015): a variance of 2/n keeps the size of signals through ReLU.
    public float[] Weights { get; } =
        [.. Enumerable.Range(0, inputCount * unitCount).Select(_ => MathF.Sqrt(6f / inputCount) * ((2 * random.NextSingle()) - 1))];

    public float[] WeightGradients { get; } = new float[inputCount * unitCount];

    public float[] Biases { get; } = new float[unitCount];

    public float[] BiasGradients { get; } = new float[unitCount];

    public void ClearGradients()
    {
        Array.Clear(WeightGradients);
        Array.Clear(BiasGradients);
    }

    /// <summary>y ← b + Wᵀx</summary>
    public void Apply(float[] inputs, float[] outputs)
    {
        Biases.CopyTo(outputs, 0);
        for (var i = 0; i < inputs.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(Weights, i), inputs[i], outputs, outputs);
        }
    }

    /// <summary>With d the gradients at the outputs: ∂W ← ∂W + x·dᵀ, and ∂b ← ∂b + d</summary>
    public void AddGradients(float[] inputs, float[] outputGradients)
    {
        TensorPrimitives.Add<float>(BiasGradients, outputGradients, BiasGradients);
        for (var i = 0; i < inputs.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(outputGradients, inputs[i], Row(WeightGradients, i), Row(WeightGradients, i));
        }
    }

    /// <summary>The gradients at the inputs: W·d</summary>
    public void GradientsOfInputs(float[] outputGradients, float[] inputGradients)
    {
        for (var i = 0; i < inputGradients.Length; i++)
        {
            var row = Row(Weights, i);
            var sum = 0f;
            for (var j = 0; j < outputGradients.Length; j++)
            {
                sum += row[j] * outputGradients[j];
            }

            inputGradients[i] = sum;
        }
    }

    private Span<float> Row(float[] numbers, int input) => numbers.AsSpan(input * unitCount, unitCount);
}
