using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Several steps of one optimizer: plain, measured and tried, clipped, stored and resumed, with rates that change.</summary>
internal static class OptimizerSoak
{
    private const int MostSteps = 5;

    public static void Run<T>(Draw draw, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var trainee = new Trainee<T>(draw, rules, penalties, draw.Length());
        trainee.Check(fault, "no step");
        for (var step = 1 + draw.Below(MostSteps); step > 0; step--)
        {
            draw.Values<T>(trainee.Weights.Length).CopyTo(trainee.Gradients, 0);
            if (draw.OneIn(4))
            {
                trainee.ChangeRate(draw.OrdinaryParameter());
            }

            if (draw.OneIn(8))
            {
                trainee.AdvanceTo(draw.StepCount());
            }

            Step(draw, trainee, fault);
            if (draw.OneIn(4))
            {
                Resume(trainee);
                trainee.Check(fault, "bytes read back");
            }
        }

        CheckPenalty(trainee, fault, 1 + draw.Below(4));
    }

    /// <summary>Takes one step of any kind.</summary>
    private static void Step<T>(Draw draw, Trainee<T> trainee, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (optimizer, options) = (trainee.Optimizer, draw.OneIn(4) ? Clipped(draw, trainee) : draw.Options());
        switch (draw.Below(3))
        {
            case 0:
                trainee.Expect(options);
                optimizer.Step(trainee.Weights, trainee.Gradients, options);
                trainee.Check(fault, "a step");
                break;
            case 1:
                T[] before = [.. trainee.Weights];
                trainee.Expect(options);
                var measure = optimizer.MeasuredStep(trainee.Weights, trainee.Gradients, options);
                trainee.Check(fault, "a measured step");
                Measured.Check(before, trainee.ExpectedWeights, trainee.Gradients, measure, fault, $"measures of {trainee}");
                break;
            default:
                var isFinite = Array.TrueForAll(trainee.Gradients, T.IsFinite);
                if (isFinite)
                {
                    trainee.Expect(options);
                }

                Assert.True(optimizer.TryStep(trainee.Weights, trainee.Gradients, options) == isFinite, $"{trainee}: a tried step.");
                trainee.Check(fault, "a tried step");
                break;
        }
    }

    /// <summary>The scale that limits the norm of the gradients, where they have one.</summary>
    private static StepOptions Clipped<T>(Draw draw, Trainee<T> trainee)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (limit, squares) = (Math.Max(1e-3, draw.OrdinaryParameter()), double.CreateTruncating(GradientClipping.SumOfSquares<T>(trainee.Gradients)));
        if (!double.IsFinite(squares))
        {
            return default;
        }

        var (scale, expected) = (GradientClipping.ScaleFor(squares, limit), Math.Sqrt(squares) <= limit ? 1 : limit / Math.Sqrt(squares));
        Assert.True(scale == expected, $"Limit {limit:R} for squares {squares:R}: scale {expected:R} expected, {scale:R} found.");
        return new() { GradientScale = scale };
    }

    /// <summary>Stores the state, spoils it by a step, and reads it back.</summary>
    private static void Resume<T>(Trainee<T> trainee)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stored = new byte[trainee.Optimizer.ByteCount];
        trainee.Optimizer.WriteTo(stored);
        trainee.Optimizer.Step([.. trainee.Weights], trainee.Gradients);
        trainee.Optimizer.ReadFrom(stored);
    }

    private static void CheckPenalty<T>(Trainee<T> trainee, Fault? fault, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (trainee.ExpectedPenalty() is { } penalty)
        {
            T[] found = [trainee.Optimizer.PenaltySum(trainee.Weights, threads)];
            fault?.In<T>(found);
            Bits.Equal<T>([penalty], found, new($"penalty of {trainee}", trainee.Weights.Length, 0));
        }
    }
}
