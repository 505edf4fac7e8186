using SimdReg.Torch.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>A network of floats that repeats the steps of a narrow one naively: the step of the widened numbers, each result rounded by libtorch.</summary>
internal sealed class NarrowTwin : IDisposable
{
    private readonly SmallNetwork _narrow;
    private readonly SmallNetwork _widened = new(ScalarType.Float32);
    private readonly ScalarType _type;
    private readonly SimdOptimizer _optimizer;
    private bool _isStarted;

    public NarrowTwin(SmallNetwork narrow, ScalarType type, Func<IEnumerable<Group>, SimdOptimizer> create)
    {
        (_narrow, _type) = (narrow, type);
        Copy(_narrow.Parameters, _widened.Parameters);
        _optimizer = create([new Group(_widened.Named)]);
    }

    /// <summary>Whether the numbers of a slot are rounded, or kept as floats.</summary>
    public bool IsStateNarrow { get; init; } = true;

    /// <summary>Whether the weights of the next step are the rounded ones, or kept as floats, as a master copy is.</summary>
    public bool AreWeightsNarrow { get; init; } = true;

    /// <summary>The states of an optimizer for float32, bfloat16 or float16.</summary>
    public static IEnumerable<ParameterPiece<float>> Pieces(SimdOptimizer optimizer) =>
        States(optimizer).SelectMany(state => state.Pieces);

    /// <summary>All numbers of a slot, widened.</summary>
    public static float[] Slot(SimdOptimizer optimizer, int slot) => [.. Pieces(optimizer).SelectMany(piece =>
    {
        var numbers = new float[piece.Length];
        piece.Optimizer.CopyState(slot, numbers);
        return numbers;
    })];

    /// <summary>Takes a step with the gradients of the narrow network.</summary>
    public void Step()
    {
        foreach (var (parameter, narrow) in _widened.Parameters.Zip(_narrow.Parameters))
        {
            using var gradient = narrow.grad!;
            parameter.grad = gradient.to(ScalarType.Float32);
        }

        Start();
        _optimizer.step();
        if (AreWeightsNarrow)
        {
            Round(_widened.Parameters);
        }

        RoundState();
    }

    /// <summary>The weights, rounded.</summary>
    public double[] Weights() => [.. Rounded([.. _widened.Weights().Select(weight => (float)weight)]).Select(weight => (double)weight)];

    public float[] Slot(int slot) => Slot(_optimizer, slot);

    public void Dispose()
    {
        _optimizer.Dispose();
        _widened.Dispose();
    }

    private static IEnumerable<ParameterState<float>> States(SimdOptimizer optimizer) => optimizer.state_dict().State.Cast<ParameterState<float>>();

    private static void Copy(IEnumerable<Parameter> from, IEnumerable<Parameter> to)
    {
        using var off = no_grad();
        foreach (var (source, target) in from.Zip(to))
        {
            target.copy_(source);
        }
    }

    // FTRL stores what stands for the weights before its first step.
    private void Start()
    {
        if (!_isStarted)
        {
            foreach (var state in States(_optimizer))
            {
                state.Read();
                state.Start();
            }

            RoundState();
            _isStarted = true;
        }
    }

    private void RoundState()
    {
        for (var slot = 0; IsStateNarrow && slot < Pieces(_optimizer).First().Optimizer.StateCount; slot++)
        {
            Round(slot);
        }
    }

    private void Round(IEnumerable<Parameter> parameters)
    {
        using var off = no_grad();
        foreach (var parameter in parameters)
        {
            using var rounded = parameter.to(_type);
            parameter.copy_(rounded);
        }
    }

    private void Round(int slot)
    {
        // No number above 0 is stored as 0 where a rule divides by its root. Only there are all numbers of a network at least 0.
        var isNonNegative = Array.TrueForAll(Slot(slot), number => number >= 0);
        foreach (var piece in Pieces(_optimizer))
        {
            var numbers = piece.Optimizer.GetState(slot);
            var rounded = Rounded(numbers.ToArray());
            for (var i = 0; i < rounded.Length; i++)
            {
                numbers[i] = rounded[i] == 0 && numbers[i] > 0 && isNonNegative ? Smallest() : rounded[i];
            }
        }
    }

    private float[] Rounded(float[] numbers)
    {
        using var single = tensor(numbers);
        using var narrow = single.to(_type);
        using var widened = narrow.to(ScalarType.Float32);
        return widened.data<float>().ToArray();
    }

    private float Smallest() => _type == ScalarType.Float16 ? (float)Half.Epsilon : float.MinValue;
}
