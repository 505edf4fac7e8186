using TorchSharp.Modules;

namespace SimdReg.Torch.Memory;

/// <summary>The parameters of an optimizer that are computed with as one type: float32, bfloat16 and float16 as <see langword="float"/>.</summary>
internal abstract class ArraySet
{
    public abstract bool IsEmpty { get; }

    /// <summary>Creates the state of a parameter, to be added.</summary>
    public abstract ParameterState Create(string name, Parameter parameter, GroupEntry group, bool isPenalized, int index, Binding binding, NumberStorage? storage);

    /// <summary>Adds a parameter by a state that this set created.</summary>
    public abstract void Add(ParameterState state);

    /// <summary>Reads where all weights and gradients are, and requires them to be valid. Writes nothing.</summary>
    public abstract void Read();

    /// <summary>Starts the parameters that have a gradient for the first time: FTRL from the weights as they are now.</summary>
    public abstract void Start();

    /// <summary>Σg² of all gradients, rounded to the element type.</summary>
    public abstract double SumOfGradientSquares(int maxDegreeOfParallelism);

    /// <summary>Adds all gradients to sums.</summary>
    public abstract void AddGradientsTo(ExactWeightSums sums);

    /// <summary>The name of the first parameter whose gradient is not finite, or null.</summary>
    public abstract string? FirstNotFinite();

    /// <summary>Reads where the weights are, and sums the values of their penalties.</summary>
    public abstract double PenaltySum(int maxDegreeOfParallelism);

    public abstract void Step(StepOptions options);
}
