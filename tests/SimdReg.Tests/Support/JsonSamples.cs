using System.Text.Json.Serialization;
using SimdReg.Lanes;
using SimdReg.Tuning;

namespace SimdReg.Tests.Support;

/// <summary>A value of every public type that has any, with no property at the default of its type: whoever adds a type adds a line.</summary>
internal static class JsonSamples
{
    private static readonly WeightSums<float> _floatSums = new() { SumOfMagnitudes = float.NaN, SumOfSquares = float.PositiveInfinity, MaxMagnitude = 0.1f, NonZeroCount = 4, NonFiniteCount = 2 };

    private static readonly WeightSums<double> _doubleSums = new() { SumOfMagnitudes = 0.1, SumOfSquares = 1e-310, MaxMagnitude = 0.3, NonZeroCount = 4, NonFiniteCount = 2 };

    private static readonly ProximalGradientReport _report = new()
    {
        Outcome = ProximalGradientOutcome.NoStep,
        Iterations = 3,
        Evaluations = 7,
        Residual = 0.1,
        ResidualBound = 1e-9,
        Objective = double.PositiveInfinity,
        StartObjective = 2.5,
        StepSize = 0.3,
        IsPenaltyConvex = true,
    };

    /// <summary>Values that come back from JSON as they were.</summary>
    public static IReadOnlyList<object> RoundTripping { get; } =
    [
        (BFloat16)0.1,
        new None(),
        new L1(0.1),
        new L2(1e-300),
        new ElasticNet(0.1, 0.7),
        new GroupLasso(0.1, scalesWithSize: true),
        new GroupRidge(0.1, scalesWithSize: true),
        new SparseGroupLasso(new(0.1), new(0.3, scalesWithSize: true)),
        new MaxNorm(0.1),
        default(UnitNorm),
        new Huber(0.1, 0.7),
        new Mcp(0.1, 1.7),
        new Scad(0.1, 3.7),
        new LogSum(0.1, 0.7),
        new HardThreshold(0.1),
        new Box(-0.1, 0.7),
        new NonNegative(),
        new L1(0.1).NonNegative(),
        new L2(0.1).Coupled(),
        new L1(0.1).Decoupled(),
        new L2(0.3).Cautious(),
        new ElasticNet(0.1, 0.7).Proximal(),
        new L1Ball(0.1),
        new L2Ball(1e-30),
        new LInfinityBall(0.7),
        new Simplex(0.3),
        new TopK(3),
        new NMSparsity(2, 4),
        default(Coupled),
        default(Decoupled),
        default(Cautious),
        default(Proximal),
        new Sgd(0.1),
        new Momentum(0.1, 0.3),
        new NesterovMomentum(0.1, 0.3),
        new DampenedMomentum(0.1, 0.3, 0.7),
        new Adam(0.1, 0.3, 0.7, 1e-5),
        new AmsGrad(0.1, 0.3, 0.7, 1e-5),
        new Adagrad(0.1, 0.3, 0.7, 1e-5),
        new RmsProp(0.1, 0.3, 1e-5),
        new CenteredRmsProp(0.1, 0.3, 1e-5),
        new RmsPropMomentum(0.1, 0.7, 0.3, 1e-5),
        new CenteredRmsPropMomentum(0.1, 0.7, 0.3, 1e-5),
        new Lion(0.1, 0.3, 0.7),
        new Ftrl(0.1, 0.3, 0.7, 0.9),
        new StepOptions { GradientScale = 0.1, Maximize = true, KeepZeros = true, MaxDegreeOfParallelism = 3 },
        new NumberStorage
        {
            First = NumberFormat.BFloat16,
            Second = NumberFormat.EightBit,
            Third = NumberFormat.Half,
            Weights = WeightRounding.Stochastic,
            HasStochasticState = true,
            Seed = ulong.MaxValue,
            FirstIndex = 1L << 40,
        },
        NumberFormat.Half,
        WeightRounding.Kahan,
        new OptimizerSettings
        {
            Rule = "adam",
            LearningRate = 0.1,
            RuleParameters = new Dictionary<string, double> { ["beta1"] = 0.3 },
            Penalty = "l1",
            PenaltyParameters = new Dictionary<string, double> { ["gamma"] = 2.7 },
            Strength = 0.7,
            L1Strength = 0.2,
            L2Strength = 0.4,
            Mode = "proximal",
        },
        _floatSums,
        _doubleSums,
        new StepMeasure<float> { Weights = _floatSums, SumOfGradientSquares = float.PositiveInfinity, MaxChange = float.NaN, NewZeroCount = 3 },
        new StepMeasure<double> { Weights = _doubleSums, SumOfGradientSquares = 0.1, MaxChange = 0.7, NewZeroCount = 3 },
        new Score(0.1, 0.3),
        new Score(double.NaN, double.PositiveInfinity),
        new ElasticNetStrength(0.1, 0.3),
        new LogRange(0.1, 0.3),
        new ProximalGradient { Tolerance = 1e-7, MaxIterations = 3, Penalized = 1..^2 },
        ProximalGradientOutcome.NoStep,
        _report,
        new RegularizationPathPoint { Strength = 0.1, Weights = [0.5, -0.3, 0], NonZeroCount = 2, NonZeroGroupCount = 1, Report = _report },
    ];

    /// <summary>Values that the serializer refuses to read.</summary>
    public static IReadOnlyList<object> Refused { get; } =
    [
        Exact(),
        WeightGroups.Rows(3),
        new GroupLasso(0.1).Over(WeightGroups.Rows(3)),
        new L1(0.1).WithFactors(new float[3]),
        new L1(0.1).Within(new MaxNorm(0.1).Over(WeightGroups.Rows(3))),
        new StepConstants(0.1),
        WeightGroups.Rows(3),
        new GroupLasso(0.1).Over(WeightGroups.Rows(3)),
        new L1(0.1).WithFactors(new float[] { 1, 2 }),
        default(None).Within(new MaxNorm(1).Over(WeightGroups.Rows(3))),
        new StateLanes<Lane<float>> { First = new(1) },
        new UpdateState<Adam, float>(new(0.1), 3),
        new ExactGradientSum<float>(3),
        new ParameterSet<float>(),
        Optimizer<float>.Create(new Adam(0.1), 3),
        SetOfOne().Arrays[0],
        RegularizationPath.Compute((w, g) => (g[0] = w[0] - 1) * g[0] / 2, 1, [0.1], s => new L1(s)),
        Search.Run([0.1], _ => 2),
        Search.Run([0.1], _ => 2).Best,
        CrossValidation.Folds(4, 2, 1)[0],
        new SmoothLoss((_, _) => 0),
    ];

    private static ParameterSet<float> SetOfOne()
    {
        var set = new ParameterSet<float>();
        set.Add(new float[3], new float[3], new Adam(0.1));
        return set;
    }

    private static ExactWeightSums Exact()
    {
        var sums = new ExactWeightSums();
        sums.Add<double>([0.1, 0.3]);
        return sums;
    }
}

/// <summary>The types of <see cref="JsonSamples.RoundTripping"/>, for the generator of serializers.</summary>
[JsonSerializable(typeof(BFloat16))]
[JsonSerializable(typeof(BFloat16[]))]
[JsonSerializable(typeof(None))]
[JsonSerializable(typeof(L1))]
[JsonSerializable(typeof(L2))]
[JsonSerializable(typeof(ElasticNet))]
[JsonSerializable(typeof(GroupLasso))]
[JsonSerializable(typeof(GroupRidge))]
[JsonSerializable(typeof(SparseGroupLasso))]
[JsonSerializable(typeof(MaxNorm))]
[JsonSerializable(typeof(UnitNorm))]
[JsonSerializable(typeof(Huber))]
[JsonSerializable(typeof(Mcp))]
[JsonSerializable(typeof(Scad))]
[JsonSerializable(typeof(LogSum))]
[JsonSerializable(typeof(HardThreshold))]
[JsonSerializable(typeof(Box))]
[JsonSerializable(typeof(NonNegative))]
[JsonSerializable(typeof(NonNegative<L1>), TypeInfoPropertyName = "NonNegativeL1")]
[JsonSerializable(typeof(PenaltyTerm<L2, Coupled>), TypeInfoPropertyName = "CoupledL2")]
[JsonSerializable(typeof(PenaltyTerm<L1, Decoupled>), TypeInfoPropertyName = "DecoupledL1")]
[JsonSerializable(typeof(PenaltyTerm<L2, Cautious>), TypeInfoPropertyName = "CautiousL2")]
[JsonSerializable(typeof(PenaltyTerm<ElasticNet, Proximal>), TypeInfoPropertyName = "ProximalElasticNet")]
[JsonSerializable(typeof(L1Ball))]
[JsonSerializable(typeof(L2Ball))]
[JsonSerializable(typeof(LInfinityBall))]
[JsonSerializable(typeof(Simplex))]
[JsonSerializable(typeof(TopK))]
[JsonSerializable(typeof(NMSparsity))]
[JsonSerializable(typeof(Coupled))]
[JsonSerializable(typeof(Decoupled))]
[JsonSerializable(typeof(Cautious))]
[JsonSerializable(typeof(Proximal))]
[JsonSerializable(typeof(Sgd))]
[JsonSerializable(typeof(Momentum))]
[JsonSerializable(typeof(NesterovMomentum))]
[JsonSerializable(typeof(DampenedMomentum))]
[JsonSerializable(typeof(Adam))]
[JsonSerializable(typeof(AmsGrad))]
[JsonSerializable(typeof(Adagrad))]
[JsonSerializable(typeof(RmsProp))]
[JsonSerializable(typeof(CenteredRmsProp))]
[JsonSerializable(typeof(RmsPropMomentum))]
[JsonSerializable(typeof(CenteredRmsPropMomentum))]
[JsonSerializable(typeof(Lion))]
[JsonSerializable(typeof(Ftrl))]
[JsonSerializable(typeof(StepOptions))]
[JsonSerializable(typeof(NumberStorage))]
[JsonSerializable(typeof(OptimizerSettings))]
[JsonSerializable(typeof(StepMeasure<float>), TypeInfoPropertyName = "FloatMeasure")]
[JsonSerializable(typeof(StepMeasure<double>), TypeInfoPropertyName = "DoubleMeasure")]
[JsonSerializable(typeof(Score))]
[JsonSerializable(typeof(ElasticNetStrength))]
[JsonSerializable(typeof(LogRange))]
[JsonSerializable(typeof(ProximalGradient))]
[JsonSerializable(typeof(RegularizationPathPoint))]
internal sealed partial class GeneratedJson : JsonSerializerContext;
