using Networks;
using SimdReg;

namespace Groups;

/// <summary>A rule for all weights, and a penalty of some strength on those of the first layer, in proximal mode.</summary>
public sealed record Setup(string Rule, string Penalty, double Strength)
{
    private static readonly Adam _adam = new(learningRate: 0.002);
    private static readonly Momentum _momentum = new(learningRate: 0.05);
    private static readonly WeightGroups _pixels = WeightGroups.Rows(Training.WeightsPerPixel);

    /// <summary>All that the study compares, in the order of its table.</summary>
    public static IReadOnlyList<Setup> All { get; } =
    [
        .. Of("Adam", "none", 0),
        .. Of("Adam", "group lasso", 0.001, 0.004, 0.016, 0.032, 0.064, 0.1, 0.15, 0.17),
        .. Of("Adam", "L1", 0.0003, 0.001, 0.003, 0.01, 0.02, 0.03, 0.04),
        .. Of("momentum", "none", 0),
        .. Of("momentum", "group lasso", 0.02, 0.08, 0.32, 1, 1.5),
    ];

    /// <summary>The strengths of the group lasso whose pixels the figure shows.</summary>
    public static IReadOnlyList<double> Shown { get; } = [0.001, 0.016, 0.064, 0.15];

    /// <summary>Adds the arrays of the network to a set.</summary>
    public void AddTo(ParameterSet<float> parameters, Network network)
    {
        if (Rule == "Adam")
        {
            AddTo(parameters, network, _adam);
        }
        else
        {
            AddTo(parameters, network, _momentum);
        }
    }

    private static IEnumerable<Setup> Of(string rule, string penalty, params double[] strengths) =>
        strengths.Select(strength => new Setup(rule, penalty, strength));

    private void AddTo<TRule>(ParameterSet<float> parameters, Network network, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var (first, second) = (network.First, network.Second);
        switch (Penalty)
        {
            case "group lasso":
                parameters.Add(first.Weights, first.WeightGradients, rule, new GroupLasso(Strength).Over(_pixels).Proximal());
                break;
            case "L1":
                parameters.Add(first.Weights, first.WeightGradients, rule, new L1(Strength).Proximal());
                break;
            default:
                parameters.Add(first.Weights, first.WeightGradients, rule);
                break;
        }

        parameters.Add(first.Biases, first.BiasGradients, rule);
        parameters.Add(second.Weights, second.WeightGradients, rule);
        parameters.Add(second.Biases, second.BiasGradients, rule);
    }
}
