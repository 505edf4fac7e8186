using System.Numerics;
using TorchSharp.Modules;

namespace SimdReg.Torch.Memory;

/// <inheritdoc/>
internal sealed class ArraySet<T> : ArraySet
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSet<T> _set = new();
    private readonly List<ParameterState<T>> _states = [];

    // Whether the arrays of the set are those that have a gradient now, and whether these have been started.
    private bool _isValid;
    private bool _areStarted;

    /// <summary>Memory that the states of small parameters share, by the number of values for each weight.</summary>
    public StateSlabs<T>[] Slabs { get; } = [new(0), new(1), new(2), new(3)];

    /// <summary>The length of the longest piece of a parameter: its three values of a double fit into a span of bytes. A multiple of the blocks of 8 bits.</summary>
    public int LongestPiece { get; init; } = 1 << 26;

    public override bool IsEmpty => _states.Count == 0;

    public override ParameterState Create(string name, Parameter parameter, GroupEntry group, bool isPenalized, int index, Binding binding, NumberStorage? storage) =>
        new ParameterState<T>(name, parameter, group, isPenalized, index, binding, storage, this);

    public override void Add(ParameterState state)
    {
        _states.Add((ParameterState<T>)state);
        _isValid = false;
    }

    /// <summary>Says that a gradient came or went, that weights moved, or that an optimizer was replaced.</summary>
    public void Invalidate() => _isValid = false;

    public override void Read()
    {
        // If one of them is refused, what the others have noticed stays for the next call.
        foreach (var state in _states)
        {
            state.Read();
        }

        if (!_isValid)
        {
            Collect();
            (_isValid, _areStarted) = (true, false);
        }
    }

    public override void Start()
    {
        if (!_areStarted)
        {
            foreach (var state in _states)
            {
                state.Start();
            }

            _areStarted = true;
        }
    }

    public override double SumOfGradientSquares(int maxDegreeOfParallelism) => double.CreateTruncating(_set.SumOfGradientSquares(maxDegreeOfParallelism));

    public override void AddGradientsTo(ExactWeightSums sums)
    {
        foreach (var state in _states)
        {
            state.AddGradientsTo(sums);
        }
    }

    public override string? FirstNotFinite() => _states.Find(state => !state.IsFinite())?.Name;

    public override double PenaltySum(int maxDegreeOfParallelism)
    {
        var sum = 0.0;
        foreach (var state in _states)
        {
            state.ReadWeights();
            sum += state.PenaltySum(maxDegreeOfParallelism);
        }

        return sum;
    }

    public override void Step(StepOptions options) => _set.Step(options);

    public StepMeasure<T> MeasuredStep(StepOptions options) => _set.MeasuredStep(options);

    // The arrays of the set are those that have a gradient, as in PyTorch.
    private void Collect()
    {
        var overlap = new OverlapCheck();
        foreach (var state in _states)
        {
            state.AddTo(overlap);
        }

        overlap.Require();
        _set.Clear();
        foreach (var state in _states)
        {
            if (state.HasGradient)
            {
                state.AddTo(_set);
            }
        }
    }
}
