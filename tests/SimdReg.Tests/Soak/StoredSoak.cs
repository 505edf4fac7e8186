using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Several steps of one optimizer with a storage, over stored numbers: plain, measured and tried, with rates that change.</summary>
internal static class StoredSoak
{
    private const int MostSteps = 4;

    public static void Run(Draw draw, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties, Fault? fault)
    {
        var (rule, penalty) = (draw.Of(rules), draw.Of(penalties));
        var trainee = new StoredTrainee(draw, rule, penalty, draw.Of(penalty.Modes), draw.Length());
        Run(draw, trainee, fault);
        if (trainee.ExpectedPenalty() is { } sum)
        {
            float[] found = [trainee.Optimizer.PenaltySumStored(trainee.Weights.Span, 1 + draw.Below(4))];
            fault?.In<float>(found);
            Bits.Equal<float>([sum], found, new($"penalty of {trainee}", trainee.Weights.Length, 0));
        }
    }

    /// <summary>Takes some steps.</summary>
    public static void Run(Draw draw, StoredTrainee trainee, Fault? fault)
    {
        trainee.Check(fault, "no step");
        for (var step = 1 + draw.Below(MostSteps); step > 0; step--)
        {
            trainee.Gradients.Set(draw.Values<float>(trainee.Gradients.Length));
            if (draw.OneIn(4))
            {
                trainee.ChangeRate(draw.OrdinaryParameter());
            }

            if (draw.OneIn(8))
            {
                trainee.AdvanceTo(draw.StepCount());
            }

            Step(draw, trainee, fault);
        }
    }

    private static void Step(Draw draw, StoredTrainee trainee, Fault? fault)
    {
        var (optimizer, options) = (trainee.Optimizer, draw.Options());
        var (weights, gradients) = (trainee.Weights, draw.OneIn(8) ? trainee.Weights : trainee.Gradients);
        var (before, numbers) = (weights.Numbers, gradients.Numbers);
        switch (draw.Below(3))
        {
            case 0:
                trainee.Expect(numbers, options);
                optimizer.Step(weights.Span, gradients.Span, options);
                trainee.Check(fault, "a step");
                break;
            case 1:
                trainee.Expect(numbers, options);
                var measure = optimizer.MeasuredStep(weights.Span, gradients.Span, options);
                trainee.Check(fault, "a measured step");
                Measured.Check(before, trainee.ExpectedWeights, numbers, measure, fault, $"measures of {trainee}");
                break;
            default:
                var isFinite = Array.TrueForAll(numbers, float.IsFinite);
                if (isFinite)
                {
                    trainee.Expect(numbers, options);
                }

                Assert.True(optimizer.TryStep(weights.Span, gradients.Span, options) == isFinite, $"{trainee}: a tried step.");
                trainee.Check(fault, "a tried step");
                break;
        }
    }
}
