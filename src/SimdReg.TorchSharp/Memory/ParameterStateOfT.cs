using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Modules;

namespace SimdReg.Torch.Memory;

/// <summary>The memory of a parameter and of its gradient, and the optimizers of its pieces.</summary>
/// <remarks>A parameter is one piece, unless its state would not fit into an array or into a span of bytes.</remarks>
internal sealed partial class ParameterState<T> : ParameterState
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArraySet<T> _set;
    private readonly string _gradientName;
    private readonly long _count;
    private readonly ParameterPiece<T>[] _pieces;
    private bool _isStarted;

    public ParameterState(string name, Parameter parameter, GroupEntry group, bool isPenalized, int index, Binding binding, ArraySet<T> set)
        : base(name, parameter, group, isPenalized, index)
    {
        (_set, _gradientName) = (set, $"The gradient of {name}");
        _count = NativeTensor.Count(parameter.Handle);
        _pieces = new ParameterPiece<T>[Math.Max(1, (_count + set.LongestPiece - 1) / set.LongestPiece)];
        for (var i = 0; i < _pieces.Length; i++)
        {
            var length = (int)Math.Min(set.LongestPiece, _count - ((long)i * set.LongestPiece));
            _pieces[i] = new(length, binding.Create(length, set.Slabs));
        }
    }

    /// <summary>Whether the parameter had a gradient when it was read.</summary>
    public bool HasGradient { get; private set; }

    private static unsafe int Size => sizeof(T);

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

            if (Math.Abs(address - weights) < _count * Size)
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
        if (address != _pieces[0].Weights.Address)
        {
            Point(address, isGradient: false);
            _set.Invalidate();
        }

        return address;
    }

    /// <summary>Adds the pieces to a set.</summary>
    public void AddTo(ParameterSet<T> set)
    {
        foreach (var piece in _pieces)
        {
            set.Add(piece.Weights.Memory, piece.Gradients.Memory, piece.Optimizer);
        }
    }

    /// <summary>Before the first step: FTRL starts from the weights as they are now.</summary>
    /// <exception cref="InvalidOperationException">No state stands for the weights.</exception>
    public void Start()
    {
        if (_isStarted || !HasGradient)
        {
            return;
        }

        try
        {
            foreach (var piece in _pieces.Where(piece => piece.Optimizer.StepCount == 0))
            {
                piece.Optimizer.WarmStart(piece.Weights.Memory.Span);
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
        foreach (var piece in HasGradient ? _pieces : [])
        {
            sums.Add<T>(piece.Gradients.Memory.Span);
        }
    }

    /// <summary>Adds where the weights are and where the gradient is.</summary>
    public void AddTo(OverlapCheck overlap)
    {
        overlap.Add(_pieces[0].Weights.Address, _count * Size, Name);
        if (HasGradient)
        {
            overlap.Add(_pieces[0].Gradients.Address, _count * Size, _gradientName);
        }
    }

    /// <summary>Whether the gradient, if there is one, is finite.</summary>
    // IsFiniteAll is false for no values at all.
    public bool IsFinite() => !HasGradient || _count == 0 || Array.TrueForAll(_pieces, piece => TensorPrimitives.IsFiniteAll<T>(piece.Gradients.Memory.Span));

    /// <summary>The value of the penalty, of weights that have been read.</summary>
    public double PenaltySum(int maxDegreeOfParallelism) =>
        _pieces.Sum(piece => double.CreateTruncating(piece.Optimizer.PenaltySum(piece.Weights.Memory.Span, maxDegreeOfParallelism)));

    public override void Apply(Binding binding, StepOptions options)
    {
        foreach (var piece in _pieces)
        {
            var before = piece.Optimizer;
            piece.Optimizer = binding.Apply(before, _set.Slabs);
            piece.Optimizer.Options = options;
            if (piece.Optimizer != before)
            {
                _set.Invalidate();
            }
        }
    }

    public override void SetLearningRate(double learningRate)
    {
        foreach (var piece in _pieces)
        {
            piece.Optimizer.LearningRate = learningRate;
        }
    }

    private nint Locate(nint tensor, string name)
    {
        if (!NativeTensor.IsPlain(tensor, ArraySet<T>.Type))
        {
            throw new InvalidOperationException($"{name} {NativeTensor.WhyNotPlain(tensor, ArraySet<T>.Type)}");
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
        foreach (var piece in _pieces)
        {
            var memory = isGradient ? piece.Gradients : piece.Weights;
            memory.PointTo(address);
            address += (nint)memory.Length * Size;
        }
    }
}
