using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>An array in training whose numbers are stored in formats that are drawn: as the reference trains it, and as an optimizer with a storage does.</summary>
internal sealed class StoredTrainee
{
    // As in Trainee.
    private const double SmallestRate = 4e-3;

    private static readonly NumberFormat[] _formats = [NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Half];

    private readonly RuleCase _rule;
    private readonly PenaltyCase _penalty;
    private readonly double _strength;
    private readonly PenaltyMode _mode;
    private readonly StoredReference _expected;

    /// <summary>Draws everything but the kind of the step.</summary>
    public StoredTrainee(Draw draw, RuleCase rule, PenaltyCase penalty, PenaltyMode mode, int length)
    {
        (_rule, _penalty, _strength, _mode) = (rule, penalty, draw.OrdinaryParameter(), mode);
        Rate = Math.Max(SmallestRate, draw.OrdinaryParameter());
        var storage = Storage(draw);
        Weights = new(draw.Of(_formats), draw.Values<float>(length), draw.Offset());
        Gradients = new(draw.OneIn(2) ? Weights.Format : draw.Of(_formats), new float[length], draw.Offset());
        _expected = new(Weights.Numbers, Weights.Format, storage, rule.Reference(Rate), rule.IsNonNegative);
        Optimizer = penalty.Optimizer(_strength, rule, Rate, mode, length, storage);
        if (draw.OneIn(4))
        {
            Optimizer.Options = draw.Options();
        }
    }

    /// <summary>The learning rate of both.</summary>
    public double Rate { get; private set; }

    /// <summary>The weights that the library trains.</summary>
    public StoredArray Weights { get; }

    /// <summary>Those of the next step.</summary>
    public StoredArray Gradients { get; }

    public Optimizer<float> Optimizer { get; }

    /// <summary>The weights as they should be, widened.</summary>
    public float[] ExpectedWeights => _expected.Weights;

    public override string ToString() =>
        $"{_rule} at {Rate:R}, {_penalty} of {_strength:R}, {_mode}, {Weights.Length} {Weights.Format}, gradients {Gradients.Format}, {Optimizer.Storage}, {Optimizer.Options}, {_expected.StepCount} steps";

    /// <summary>Any formats and roundings.</summary>
    public static NumberStorage Storage(Draw draw) => new()
    {
        First = draw.Of<NumberFormat>(),
        Second = draw.Of<NumberFormat>(),
        Third = draw.Of<NumberFormat>(),
        Weights = draw.Of<WeightRounding>(),
        HasStochasticState = draw.OneIn(2),
        Seed = (ulong)draw.Below(int.MaxValue) << draw.Below(34),
        FirstIndex = draw.Below(4) switch
        {
            0 => 0,
            1 => 256L * draw.Below(1_000_000),
            2 => (1L << 32) - (256 * draw.Below(8)), // Its lower half ends among the elements.
            _ => (long)draw.Below(int.MaxValue) << 30,
        },
    };

    public void ChangeRate(double rate)
    {
        Rate = Math.Max(SmallestRate, rate);
        Optimizer.LearningRate = Rate;
    }

    public void AdvanceTo(long stepCount)
    {
        if (stepCount >= _expected.StepCount)
        {
            _expected.StepCount = stepCount;
            Optimizer.AdvanceTo(stepCount);
        }
    }

    /// <summary>Takes the step as the reference does.</summary>
    public void Expect(StepOptions options, double rateScale = 1) => Expect(Gradients.Numbers, options, rateScale);

    /// <inheritdoc cref="Expect(StepOptions, double)"/>
    public void Expect(float[] gradients, StepOptions options, double rateScale = 1)
    {
        var own = Optimizer.Options;
        var joined = new StepOptions
        {
            GradientScale = own.GradientScale * options.GradientScale,
            Maximize = own.Maximize != options.Maximize,
            KeepZeros = own.KeepZeros || options.KeepZeros,
        };
        _expected.Step(_penalty.Kernel<float>(_strength, _rule, Rate * rateScale, _mode, joined).Reference, gradients);
    }

    /// <summary>Compares everything there is.</summary>
    public void Check(Fault? fault, string after)
    {
        var at = new Case($"{this}, after {after}", Weights.Length, 0);
        var weights = Weights.Numbers;
        fault?.In<float>(weights);
        Bits.Equal<float>(_expected.Weights, weights, at);
        Weights.AssertSentinels(at);
        Gradients.AssertSentinels(at with { Part = ", gradients" });
        var state = new float[Weights.Length];
        for (var slot = 0; slot < _expected.States.Length; slot++)
        {
            Optimizer.CopyState(slot, state);
            fault?.In<float>(state);
            Bits.Equal<float>(_expected.States[slot], state, at with { Part = Operands<float>.Part(slot) });
        }

        Assert.True(_expected.StepCount == Optimizer.StepCount, $"{at}: {_expected.StepCount} steps expected, {Optimizer.StepCount} found.");
    }

    /// <inheritdoc cref="Trainee{T}.ExpectedPenalty"/>
    public float? ExpectedPenalty() => SumSoak.Expected<float>(_penalty, _strength, Weights.Numbers);
}
