using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Memory;

/// <summary>The memory of a parameter and of its gradient, and the optimizers of its pieces.</summary>
/// <remarks>A parameter is one piece, unless its state would not fit into an array or into a span of bytes.</remarks>
internal sealed partial class ParameterState<T> : ParameterState
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArraySet<T> _set;
    private readonly string _gradientName;
    private readonly ScalarType _type;
    private readonly long _count;
    private bool _isStarted;

    public ParameterState(
        string name, Parameter parameter, GroupEntry group, bool isPenalized, int index, Binding binding, NumberStorage? storage, ArraySet<T> set)
        : base(name, parameter, group, isPenalized, index)
    {
        (_set, _gradientName, _type) = (set, $"The gradient of {name}", parameter.dtype);
        _count = NativeTensor.Count(parameter.Handle);
        Pieces = new ParameterPiece<T>[Math.Max(1, (_count + set.LongestPiece - 1) / set.LongestPiece)];
        for (var i = 0; i < Pieces.Length; i++)
        {
            var start = (long)i * set.LongestPiece;
            var length = (int)Math.Min(set.LongestPiece, _count - start);
            NumberStorage? ofPiece = storage is { } whole ? whole with { FirstIndex = whole.FirstIndex + start } : null;
            Pieces[i] = ParameterPiece<T>.Create(_type, binding.Create(length, set.Slabs, ofPiece), ofPiece);
        }
    }

    /// <summary>Whether the parameter had a gradient when it was read.</summary>
    public bool HasGradient { get; private set; }

    public ParameterPiece<T>[] Pieces { get; }

    private long ByteCount => _count * Pieces[0].Weights.ElementSize;

    /// <summary>Reads where the weights are and where the gradient is.</summary>
    /// <exception cref="InvalidOperationException">The parameter was freed or resized, or a tensor is not contiguous memory of the CPU.</exception>
    public void Read()
    {
        var weights = ReadWeights();
        var gradient = NativeTensor.Gradient(Parameter.Handle);
        if (HasGradient != (gradient != 0))
        {
            HasGradient = !HasGradient;
            _set.Invalidate();
        }

        if (HasGradient)
        {
            nint address;
            try
            {
                address = Locate(gradient, _gradientName);
            }
            finally
            {
                // The parameter itself keeps its gradient during the step.
                NativeTensor.Release(gradient);
            }

            if (Math.Abs(address - weights) < ByteCount)
            {
                throw new InvalidOperationException($"{_gradientName} shares memory with the parameter: give it a clone().");
            }

            Point(address, isGradient: true);
        }
    }

    /// <summary>Reads where the weights are.</summary>
    /// <returns>The address.</returns>
    /// <inheritdoc cref="Read"/>
    public nint ReadWeights()
    {
        if (Parameter.IsInvalid)
        {
            throw new InvalidOperationException($"{Name} has been disposed: an optimizer needs its parameters as long as it is used.");
        }

        var address = Locate(Parameter.Handle, Name);
        if (address != Pieces[0].Weights.Address)
        {
            Point(address, isGradient: false);
            _set.Invalidate();
        }

        return address;
    }

    /// <summary>Adds the pieces to a set.</summary>
    public void AddTo(ParameterSet<T> set)
    {
        foreach (var piece in Pieces)
        {
            piece.AddTo(set);
        }
    }

    /// <summary>Before the first step: FTRL starts from the weights as they are now.</summary>
    /// <exception cref="InvalidOperationException">No state stands for the weights.</exception>
    public void Start()
    {
        if (_isStarted || !HasGradient || !Group.StartsFromWeights)
        {
            return;
        }

        try
        {
            foreach (var piece in Pieces.Where(piece => piece.Optimizer.StepCount == 0))
            {
                piece.WarmStart();
            }
        }
        catch (ArgumentException error)
        {
            throw new InvalidOperationException($"{Name} of {Group.Name} cannot start: {error.Message}", error);
        }

        _isStarted = true;
    }

    /// <summary>Adds the gradient, if there is one, to sums.</summary>
    public void AddGradientsTo(ExactWeightSums sums)
    {
        foreach (var piece in HasGradient ? Pieces : [])
        {
            piece.AddGradientsTo(sums);
        }
    }

    /// <summary>Adds where the weights are and where the gradient is.</summary>
    public void AddTo(OverlapCheck overlap)
    {
        overlap.Add(Pieces[0].Weights.Address, ByteCount, Name);
        if (HasGradient)
        {
            overlap.Add(Pieces[0].Gradients.Address, ByteCount, _gradientName);
        }
    }

    /// <summary>Whether the gradient, if there is one, is finite.</summary>
    public bool IsFinite() => !HasGradient || Array.TrueForAll(Pieces, piece => piece.IsFinite());

    /// <summary>The value of the penalty, of weights that have been read.</summary>
    public double PenaltySum(int maxDegreeOfParallelism) => Pieces.Sum(piece => double.CreateTruncating(piece.PenaltySum(maxDegreeOfParallelism)));

    public override void Apply(Binding binding, StepOptions options)
    {
        foreach (var piece in Pieces)
        {
            var before = piece.Optimizer;
            piece.Optimizer = binding.Apply(before, _set.Slabs, piece.Storage);
            piece.Optimizer.Options = options;
            if (piece.Optimizer != before)
            {
                _set.Invalidate();
            }
        }
    }

    public override void SetLearningRate(double learningRate)
    {
        foreach (var piece in Pieces)
        {
            piece.Optimizer.LearningRate = learningRate;
        }
    }

    private nint Locate(nint tensor, string name)
    {
        if (!NativeTensor.IsPlain(tensor, _type))
        {
            throw new InvalidOperationException($"{name} {NativeTensor.WhyNotPlain(tensor, _type)}");
        }

        var count = NativeTensor.Count(tensor);
        if (count != _count)
        {
            throw new InvalidOperationException($"{name} has {count} elements, and {Name} had {_count} when it was added: create the optimizer anew.");
        }

        var address = NativeTensor.Data(tensor);
        return address != 0 || count == 0 ? address : throw new InvalidOperationException($"{name} has no memory.");
    }

    private void Point(nint address, bool isGradient)
    {
        foreach (var piece in Pieces)
        {
            var memory = isGradient ? piece.Gradients : piece.Weights;
            memory.Address = address;
            address += (nint)piece.Length * memory.ElementSize;
        }
    }
}
