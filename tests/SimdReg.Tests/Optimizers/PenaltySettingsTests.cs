using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

/// <summary>Penalties by name that have parameters of their own, or the proximal mode alone.</summary>
public class PenaltySettingsTests
{
    [Fact]
    public void A_penalty_by_name_steps_like_the_one_in_code()
    {
        AssertSame(Settings("mcp", 0.3, ("gamma", 2.7)), new Mcp(0.3, 2.7));
        AssertSame(Settings("scad", 0.3, ("a", 3.7)), new Scad(0.3, 3.7));
        AssertSame(Settings("log-sum", 0.3, ("epsilon", 0.1)), new LogSum(0.3, 0.1));
        AssertSame(Settings("Huber", 0.3, ("Delta", 0.7)), new Huber(0.3, 0.7));
        AssertSame(Settings("hard_threshold", 0.3), new HardThreshold(0.3));
        AssertSame(Settings("box", null, ("min", -0.2), ("max", 0.5)), new Box(-0.2, 0.5));
        AssertSame(Settings("non-negative", null), default(NonNegative));
        AssertSame(Settings("mcp", 0.3, ("gamma", 2.7)) with { Mode = "proximal", Rule = "adamw" }, new Mcp(0.3, 2.7), isAdam: true);
    }

    [Fact]
    public void Missing_unknown_and_unused_parameters_and_other_modes_are_refused_by_name()
    {
        AssertRefused(Settings("mcp", 0.3), "PenaltyParameters lacks gamma, which the penalty mcp needs.");
        AssertRefused(Settings("mcp", null, ("gamma", 2)), "Strength is missing");
        AssertRefused(Settings("scad", 0.3, ("gamma", 2)), "PenaltyParameters lacks a");
        AssertRefused(Settings("scad", 0.3, ("a", 3), ("gamma", 2)), "PenaltyParameters has gamma, which the penalty scad does not take. It takes a.");
        AssertRefused(Settings("l1", 0.3, ("a", 3)), "PenaltyParameters has a, which the penalty l1 does not take. It takes none.");
        AssertRefused(Settings("huber", 0.3, ("delta", 1), ("DELTA", 2)), "PenaltyParameters has DELTA twice");
        AssertRefused(Settings("box", 0.3, ("min", 0), ("max", 1)), "Strength is 0.3: the penalty box does not use it.");
        AssertRefused(Settings("mcp", 0.3, ("gamma", 1)), "gamma must be finite and above 1");
        AssertRefused(Settings("mcp", 0.3, ("gamma", 2)) with { Mode = "coupled" }, "by name, the penalty mcp has the mode proximal alone");
        AssertRefused(Settings("mcp", 0.3, ("gamma", 2)) with { Mode = "cautious" }, "new Mcp(…).Cautious()");
        AssertRefused(Settings("hardthreshold", 0.3) with { Mode = "decoupled" }, "the penalty hardthreshold has no gradient");
        AssertRefused(Settings("mcp", 0.3, ("gamma", 2)) with { Mode = "sideways" }, "Mode \"sideways\" is unknown");
        AssertRefused(Settings("mpc", 0.3), "Penalty \"mpc\" is unknown. Known names are None, L1, L2, ElasticNet, Mcp, Scad, LogSum, Huber, HardThreshold, Box, NonNegative.");
    }

    [Fact]
    public void Settings_with_other_parameters_of_the_penalty_are_not_equal()
    {
        Assert.Equal(Settings("mcp", 0.3, ("gamma", 2)), Settings("mcp", 0.3, ("gamma", 2)));
        Assert.NotEqual(Settings("mcp", 0.3, ("gamma", 2)), Settings("mcp", 0.3, ("gamma", 3)));
        Assert.NotEqual(Settings("mcp", 0.3, ("gamma", 2)), Settings("mcp", 0.3));
        Assert.Contains("gamma 2", Settings("mcp", 0.3, ("gamma", 2)).ToString(), StringComparison.Ordinal);
    }

    private static OptimizerSettings Settings(string penalty, double? strength, params (string Name, double Number)[] parameters) => new()
    {
        Rule = "sgd",
        LearningRate = 0.5,
        Penalty = penalty,
        Strength = strength,
        PenaltyParameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Number),
    };

    private static void AssertSame<TPenalty>(OptimizerSettings settings, TPenalty penalty, bool isAdam = false)
        where TPenalty : struct, IPenalty
    {
        var (byName, inCode) = (Samples.Weights<float>(67, seed: 1), Samples.Weights<float>(67, seed: 1));
        var gradients = Samples.Gradients<float>(67, seed: 2);
        Optimizer<float>.Create(settings, 67).Step(byName, gradients);
        if (isAdam)
        {
            Optimizer<float>.Create(new Adam(0.5), penalty.Proximal(), 67).Step(inCode, gradients);
        }
        else
        {
            Optimizer<float>.Create(new Sgd(0.5), penalty.Proximal(), 67).Step(inCode, gradients);
        }

        Assert.Equal(inCode, byName);
    }

    private static void AssertRefused(OptimizerSettings settings, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Optimizer<float>.Create(settings, 3)).Message, StringComparison.Ordinal);
}
