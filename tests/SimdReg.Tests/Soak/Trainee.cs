using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>An array in training: as the references train it, and as an optimizer of the library does.</summary>
internal sealed class Trainee<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Where a scale of the rate of a set cannot take it out of what every rule accepts: FTRL's reference has 10⁻³ at least.
    private const double SmallestRate = 4e-3;

    private readonly RuleCase _rule;
    private readonly PenaltyCase _penalty;
    private readonly double _strength;
    private readonly PenaltyMode _mode;
    private Operands<T> _expected;

    public Trainee(Draw draw, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties, int length)
    {
        (_rule, _penalty, _strength, _mode) = (draw.Of(rules), draw.Of(penalties), draw.OrdinaryParameter(), draw.Of<PenaltyMode>());
        _mode = _penalty.HasGradient ? _mode : PenaltyMode.Proximal;
        Rate = Math.Max(SmallestRate, draw.OrdinaryParameter());
        var kernel = Kernel(default, Rate);
        _expected = new(draw.Values<T>(length), [], InitialStates(kernel, length), 0);
        Weights = [.. _expected.Targets];
        Gradients = new T[length];
        Optimizer = _penalty.Optimizer<T>(_strength, _rule, Rate, _mode, length);
        if (draw.OneIn(4))
        {
            Options = draw.Options();
        }
    }

    /// <summary>The learning rate of both.</summary>
    public double Rate { get; private set; }

    /// <summary>The weights that the library trains.</summary>
    public T[] Weights { get; }

    /// <summary>Those of the next step.</summary>
    public T[] Gradients { get; }

    public Optimizer<T> Optimizer { get; }

    /// <summary>The weights as they should be.</summary>
    public T[] ExpectedWeights => _expected.Targets;

    /// <summary>What every step of this array does besides.</summary>
    public StepOptions Options
    {
        get => Optimizer.Options;
        private set => Optimizer.Options = value;
    }

    public override string ToString() =>
        $"{_rule} at {Rate:R}, {_penalty} of {_strength:R}, {_mode}, {Weights.Length} {typeof(T).Name}, {Options}, {_expected.StepCount} steps";

    /// <summary>The state before the first step.</summary>
    public static T[][] InitialStates(Kernel<T> kernel, int length) =>
        [.. Enumerable.Range(0, kernel.StateCount).Select(slot =>
            Enumerable.Repeat(T.CreateTruncating(kernel.Rule!.InitialState(slot)), length).ToArray())];

    public void ChangeRate(double rate)
    {
        Rate = Math.Max(SmallestRate, rate);
        Optimizer.LearningRate = Rate;
    }

    public void AdvanceTo(long stepCount)
    {
        if (stepCount >= _expected.StepCount)
        {
            _expected = _expected with { StepCount = stepCount };
            Optimizer.AdvanceTo(stepCount);
        }
    }

    /// <summary>Takes the step as the references do.</summary>
    public void Expect(StepOptions options, double rateScale = 1)
    {
        var joined = new StepOptions
        {
            GradientScale = Options.GradientScale * options.GradientScale,
            Maximize = Options.Maximize != options.Maximize,
            KeepZeros = Options.KeepZeros || options.KeepZeros,
        };
        _expected = Kernel(joined, Rate * rateScale).Expected(_expected with { Sources = [.. Gradients] }) with { StepCount = _expected.StepCount + 1 };
    }

    /// <summary>Compares everything there is.</summary>
    public void Check(Fault? fault, string after)
    {
        var at = new Case($"{this}, after {after}", Weights.Length, 0);
        fault?.In<T>(Weights);
        Bits.Equal<T>(_expected.Targets, Weights, at);
        for (var slot = 0; slot < _expected.States.Length; slot++)
        {
            fault?.In(Optimizer.GetState(slot));
            Bits.Equal<T>(_expected.States[slot], Optimizer.GetState(slot), at with { Part = Operands<T>.Part(slot) });
        }

        Assert.True(_expected.StepCount == Optimizer.StepCount, $"{at}: {_expected.StepCount} steps expected, {Optimizer.StepCount} found.");
    }

    /// <summary>The penalty of some weights without any error but that of one rounding; null where the weights or the penalty allow no such sum.</summary>
    public T? ExpectedPenalty() => SumSoak.Expected<T>(_penalty, _strength, Weights);

    private Kernel<T> Kernel(StepOptions options, double rate) => _penalty.Kernel<T>(_strength, _rule, rate, _mode, options);
}
