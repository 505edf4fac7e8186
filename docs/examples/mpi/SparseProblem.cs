using System.Globalization;
using System.Numerics;
using SimdReg;
using SimdReg.Mpi;

namespace MpiExample;

/// <summary>A generated problem with 10 million features, as in the prediction of clicks: an example has 20 to 50 of them, few are frequent, most are rare and mean nothing.</summary>
/// <remarks>
/// An example is a function of the seed, the step and its number, so no rank needs data from another one or from a disk. Gradients are sparse: an
/// example adds one number for each of its features.
/// </remarks>
internal sealed class SparseProblem(bool isSmall) : Problem
{
    private const int Seed = 1;
    private const long TestStep = -1;
    private const int HiddenCount = 4096;

    // The smallest group of features: each group of twice as many has the same share of all draws.
    private const int FirstGroup = 16;

    private readonly float[] _weights = new float[isSmall ? 50_000 : 10_000_000];
    private readonly double[] _hidden = Hidden();
    private readonly int[] _features = new int[50];
    private readonly float[] _gradients = new float[50];
    private ShardedArray<float>? _array;

    public override string Name => "sparse";

    public override int StepCount => isSmall ? 12 : 60;

    public override int BatchSize => isSmall ? 500 : 4000;

    public override int TestCount => isSmall ? 1000 : 10_000;

    public override string Findings
    {
        get
        {
            var found = Enumerable.Range(0, _weights.Length).Where(i => _weights[i] != 0).ToLookup(i => i < HiddenCount && _hidden[i] != 0);
            return string.Create(
                CultureInfo.InvariantCulture, $", {found[true].Count()} of {_hidden.Count(weight => weight != 0)} true features found, {found[false].Count()} others");
        }
    }

    public override void AddTo(ShardedSet<float> set, string rule)
    {
        _array = rule == "ftrl"
            ? set.Add(_weights, new Ftrl(learningRate: 0.3, beta: 0.01, l1: 0.005))
            : set.Add(_weights, new Adam(learningRate: 0.05, epsilon: 1e-4), new L1(0.00015).Proximal());
    }

    public override double AddGradient(long step, int example)
    {
        var isPositive = Draw(step, example, out var features);
        var score = Score(features);
        var gradients = _gradients.AsSpan(..features.Length);
        gradients.Fill((float)Logistic.Slope(score, isPositive));
        _array!.Gradients.Add(features, gradients);
        return Logistic.Loss(score, isPositive);
    }

    public override bool IsRight(int example)
    {
        var isPositive = Draw(TestStep, example, out var features);
        return Score(features) > 0 == isPositive;
    }

    /// <summary>Draws the features of an example, some of them more than once, and its label, which the hidden weights make likely.</summary>
    private bool Draw(long step, int example, out ReadOnlySpan<int> features)
    {
        var draws = new Draws(Seed, step, example);
        var count = 20 + draws.NextBelow(31);
        var score = 0.0;
        for (var i = 0; i < count; i++)
        {
            _features[i] = DrawFeature(ref draws);
            score += _features[i] < HiddenCount ? _hidden[_features[i]] : 0;
        }

        features = _features.AsSpan(..count);
        return draws.NextShare() < 1 / (1 + Logistic.Exp(-score));
    }

    /// <summary>A feature that is half as likely as one of half its number: groups of 16, 32, 64 … features are equally likely.</summary>
    private int DrawFeature(ref Draws draws)
    {
        var groupCount = BitOperations.Log2((uint)_weights.Length / FirstGroup) + 1;
        while (true)
        {
            var group = FirstGroup << draws.NextBelow(groupCount);
            var feature = group - FirstGroup + draws.NextBelow(group);
            if (feature < _weights.Length)
            {
                return feature;
            }
        }
    }

    private double Score(ReadOnlySpan<int> features)
    {
        var sum = 0.0;
        foreach (var feature in features)
        {
            sum += _weights[feature];
        }

        return sum;
    }

    /// <summary>The weights that make the labels: one of eight of the first features has one, of 1 to 2 in magnitude.</summary>
    private static double[] Hidden() => [.. Enumerable.Range(0, HiddenCount).Select(i =>
    {
        var draws = new Draws(Seed, -2, i);
        return draws.NextBelow(8) > 0 ? 0 : (1 + draws.NextShare()) * (draws.NextBelow(2) == 0 ? 1 : -1);
    })];
}
