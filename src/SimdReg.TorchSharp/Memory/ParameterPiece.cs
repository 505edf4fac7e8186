using System.Numerics;
using System.Numerics.Tensors;
using static TorchSharp.torch;

namespace SimdReg.Torch.Memory;

/// <summary>Neighbouring weights of a parameter, their gradients and their optimizer.</summary>
internal abstract class ParameterPiece<T>(INativeMemory weights, INativeMemory gradients, Optimizer<T> optimizer, NumberStorage? storage)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public INativeMemory Weights => weights;

    public INativeMemory Gradients => gradients;

    public Optimizer<T> Optimizer { get; set; } = optimizer;

    /// <summary>How the state is stored; null if it is of type <typeparamref name="T"/>.</summary>
    public NumberStorage? Storage => storage;

    public int Length => Optimizer.WeightCount;

    /// <summary>Creates a piece of a parameter with elements of a type. Where that is not <typeparamref name="T"/>, the optimizer has a storage.</summary>
    public static ParameterPiece<T> Create(ScalarType type, Optimizer<T> optimizer, NumberStorage? storage)
    {
        var length = optimizer.WeightCount;
        return type switch
        {
            ScalarType.BFloat16 => OfStored<BFloat16>(),
            ScalarType.Float16 => OfStored<Half>(),
            _ => new PlainPiece<T>(new(length), new(length), optimizer, storage),
        };

        // T is float.
        ParameterPiece<T> OfStored<TStored>()
            where TStored : unmanaged =>
            (ParameterPiece<T>)(object)new StoredPiece<TStored>(new(length), new(length), (Optimizer<float>)(object)optimizer, storage);
    }

    public abstract void AddTo(ParameterSet<T> set);

    public abstract void AddGradientsTo(ExactWeightSums sums);

    /// <summary>Whether every gradient is finite.</summary>
    public abstract bool IsFinite();

    /// <summary>The value of the penalty.</summary>
    public abstract T PenaltySum(int maxDegreeOfParallelism);

    /// <summary>Starts FTRL from the weights.</summary>
    public abstract void WarmStart();
}

/// <summary>A piece whose weights and gradients are of type <typeparamref name="T"/>.</summary>
internal sealed class PlainPiece<T>(NativeMemory<T> weights, NativeMemory<T> gradients, Optimizer<T> optimizer, NumberStorage? storage)
    : ParameterPiece<T>(weights, gradients, optimizer, storage)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Memory<T> _weights = weights.Memory;
    private readonly Memory<T> _gradients = gradients.Memory;

    public override void AddTo(ParameterSet<T> set) => set.Add(_weights, _gradients, Optimizer);

    public override void AddGradientsTo(ExactWeightSums sums) => sums.Add<T>(_gradients.Span);

    // IsFiniteAll is false for no values at all.
    public override bool IsFinite() => Length == 0 || TensorPrimitives.IsFiniteAll<T>(_gradients.Span);

    public override T PenaltySum(int maxDegreeOfParallelism) => Optimizer.PenaltySum(_weights.Span, maxDegreeOfParallelism);

    public override void WarmStart() => Optimizer.WarmStart(_weights.Span);
}
