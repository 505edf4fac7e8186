using System.Text.Json;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

/// <summary>Which settings make which optimizer, and what those that are refused say.</summary>
public class OptimizerSettingsTests
{
    private static readonly OptimizerSettings _adam = new() { Rule = "adam", LearningRate = 0.01 };

    [Theory]
    [InlineData("Adam")]
    [InlineData("ADAM")]
    [InlineData("a-d_am")]
    public void Names_are_compared_without_case_and_hyphens(string name) =>
        Assert.StartsWith("Adam { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1E-08 }, None { }, Coupled,", Text(_adam with { Rule = name }));

    [Fact]
    public void Numbers_left_out_have_the_defaults_of_the_constructor()
    {
        AssertDefaults("sgd", new Sgd(0.01));
        AssertDefaults("momentum", new Momentum(0.01));
        AssertDefaults("nesterov-momentum", new NesterovMomentum(0.01));
        AssertDefaults("adam", new Adam(0.01));
        AssertDefaults("ams-grad", new AmsGrad(0.01));
        AssertDefaults("adagrad", new Adagrad(0.01));
        AssertDefaults("rms-prop", new RmsProp(0.01));
        AssertDefaults("centered-rms-prop", new CenteredRmsProp(0.01));
        AssertDefaults("lion", new Lion(0.01));
        AssertDefaults("ftrl", new Ftrl(0.01));
        AssertDefaults("rms-prop-momentum", new RmsPropMomentum(0.01, 0.99, 0.5), ("coefficient", 0.5));
        AssertDefaults("centered-rms-prop-momentum", new CenteredRmsPropMomentum(0.01, 0.99, 0.5), ("coefficient", 0.5));
    }

    [Fact]
    public void AdamW_is_Adam_whose_penalty_is_decoupled_unless_the_mode_is_set()
    {
        var settings = _adam with { Rule = "adamw", Penalty = "l2", Strength = 0.5 };
        Assert.Contains("Adam {", Text(settings));
        Assert.Contains("L2 { Strength = 0.5 }, Decoupled", Text(settings));
        Assert.Contains("L2 { Strength = 0.5 }, Coupled", Text(settings with { Mode = "coupled" }));
        Assert.Contains("L2 { Strength = 0.5 }, Coupled", Text(settings with { Rule = "adam" }));
    }

    [Fact]
    public void Settings_come_from_JSON()
    {
        var settings = JsonSerializer.Deserialize<OptimizerSettings>(
            """{"Rule":"adam","LearningRate":0.001,"RuleParameters":{"beta1":0.8},"Penalty":"elasticnet","L1Strength":0.1,"L2Strength":0.2,"Mode":"proximal"}""")!;
        var optimizer = Assert.IsType<Optimizer<float, Adam, ElasticNet, Proximal>>(Optimizer<float>.Create(settings, 3));
        Assert.Equal(new Adam(0.001, 0.8), optimizer.Rule);
        Assert.Equal(new ElasticNet(0.1, 0.2), optimizer.Term.Penalty);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OptimizerSettings>("""{"Rule":"adam","LearningRate":0.001,"Pentaly":"l1"}"""));
    }

    [Fact]
    public void What_is_missing_or_null_in_JSON_is_the_default_for_a_generated_serializer_too()
    {
        foreach (var json in (string[])["""{"Rule":"adam","LearningRate":0.01}""", """{"Rule":"adam","LearningRate":0.01,"RuleParameters":null,"Penalty":null,"Strength":null,"Mode":null}"""])
        {
            foreach (var settings in (OptimizerSettings[])[JsonSerializer.Deserialize<OptimizerSettings>(json)!, JsonSerializer.Deserialize(json, GeneratedJson.Default.OptimizerSettings)!])
            {
                Assert.Equal(_adam, settings);
                Assert.Equal(_adam.GetHashCode(), settings.GetHashCode());
                Assert.StartsWith("Adam {", Text(settings), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Settings_print_their_names_and_numbers()
    {
        Assert.Equal("adam: learningRate 0.01; none", _adam.ToString());
        Assert.Equal(
            "adam: learningRate 0.01, beta1 0.5; elasticnet L1Strength 0.25 L2Strength 2, proximal",
            (_adam with { RuleParameters = new Dictionary<string, double> { ["beta1"] = 0.5 }, Penalty = "elasticnet", L1Strength = 0.25, L2Strength = 2, Mode = "proximal" }).ToString());
    }

    [Fact]
    public void Unknown_names_are_refused_with_those_that_are_known()
    {
        AssertRefused(
            _adam with { Rule = "adamax" },
            "Rule \"adamax\" is unknown. Known names are Sgd, Momentum, NesterovMomentum, DampenedMomentum, Adam, AdamW, AmsGrad, Adagrad, RmsProp, CenteredRmsProp, RmsPropMomentum, CenteredRmsPropMomentum, Lion, Ftrl.");
        AssertRefused(_adam with { Rule = null! }, "Rule \"\" is unknown. Known names are Sgd,");
        AssertRefused(_adam with { Penalty = "l3" }, "Penalty \"l3\" is unknown. Known names are None, L1, L2, ElasticNet, Mcp, Scad, LogSum, Huber, HardThreshold, Box, NonNegative.");
        AssertRefused(_adam with { Mode = "fused" }, "Mode \"fused\" is unknown. Known names are Coupled, Decoupled, Cautious, Proximal.");
    }

    [Fact]
    public void Numbers_that_are_missing_or_do_not_belong_are_refused_by_name()
    {
        AssertRefused(_adam with { RuleParameters = new Dictionary<string, double> { ["beta3"] = 0.9 } }, "RuleParameters has beta3, which Adam does not take. It takes beta1, beta2, epsilon.");
        AssertRefused(
            new() { Rule = "sgd", LearningRate = 1, RuleParameters = new Dictionary<string, double> { ["momentum"] = 0.9 } },
            "RuleParameters has momentum, which Sgd does not take. It takes none.");
        AssertRefused(
            _adam with { RuleParameters = new Dictionary<string, double> { ["beta1"] = 0.9, ["Beta-1"] = 0.8 } },
            "RuleParameters has Beta-1 twice: names are compared without regard to case, - and _.");
        AssertRefused(new() { Rule = "dampened-momentum", LearningRate = 1 }, "RuleParameters lacks coefficient, which DampenedMomentum needs.");
        AssertRefused(_adam with { Penalty = "l1" }, "Strength is missing: the penalty l1 needs it.");
        AssertRefused(_adam with { Penalty = "elasticnet", L1Strength = 1 }, "L2Strength is missing: the penalty elasticnet needs it.");
        AssertRefused(_adam with { Strength = 0.5 }, "Strength is 0.5: the penalty none does not use it.");
        AssertRefused(_adam with { Penalty = "l2", Strength = 1, L1Strength = 0.5 }, "L1Strength is 0.5: the penalty l2 does not use it.");
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_by_the_constructors_rules()
    {
        Assert.Equal("beta1", Refusal(_adam with { RuleParameters = new Dictionary<string, double> { ["beta1"] = 1 } }).ParamName);
        Assert.Equal("learningRate", Refusal(_adam with { LearningRate = double.NaN }).ParamName);
        Assert.Equal("strength", Refusal(_adam with { Penalty = "l1", Strength = -1 }).ParamName);

        static ArgumentOutOfRangeException Refusal(OptimizerSettings settings) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => Optimizer<float>.Create(settings, 1));
    }

    [Fact]
    public void Settings_are_equal_if_all_names_and_numbers_are()
    {
        OptimizerSettings With(double beta1) => _adam with { RuleParameters = new Dictionary<string, double> { ["beta1"] = beta1 } };
        Assert.Equal(With(0.5), With(0.5));
        Assert.Equal(With(0.5).GetHashCode(), With(0.5).GetHashCode());
        Assert.NotEqual(With(0.5), With(0.6));
        Assert.NotEqual(With(0.5), _adam);
        Assert.NotEqual(_adam, _adam with { Strength = 1 });
    }

    private static void AssertDefaults<TRule>(string name, TRule expected, params (string Name, double Value)[] numbers)
        where TRule : struct, IUpdateRule<TRule>
    {
        var settings = _adam with { Rule = name, RuleParameters = numbers.ToDictionary(number => number.Name, number => number.Value) };
        Assert.Equal(expected, Assert.IsType<Optimizer<double, TRule, None, Coupled>>(Optimizer<double>.Create(settings, 1)).Rule);
    }

    private static string Text(OptimizerSettings settings) => Optimizer<float>.Create(settings, 1).ToString()!;

    private static void AssertRefused(OptimizerSettings settings, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Optimizer<float>.Create(settings, 1));
        Assert.Equal("settings", refusal.ParamName);
        Assert.StartsWith(message, refusal.Message);
    }
}
