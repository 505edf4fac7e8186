using SimdReg;

namespace Narrow;

/// <summary>Weight decay of 10⁻⁴ a step and nothing else: what is left of weights in bfloat16 after 10,000 steps.</summary>
public static class Decay
{
    private const int WeightCount = 1000;
    private const int StepCount = 10_000;

    /// <summary>A Markdown table of the roundings: (1 − 10⁻⁴)^10,000 is 0.3679.</summary>
    public static IEnumerable<string> Markdown() =>
    [
        "| rounding of the weights | sum of the weights after 10,000 steps, of that before | smallest share of a weight | largest share |",
        "| --- | --- | --- | --- |",
        .. Enum.GetValues<WeightRounding>().Select(Row),
    ];

    private static string Row(WeightRounding rounding)
    {
        var weights = new BFloat16[WeightCount];
        var random = new Random(1);
        new StoredSpan(weights).CopyFrom([.. weights.Select(_ => 1 + random.NextSingle())]);
        BFloat16[] before = [.. weights];

        var optimizer = Optimizer<float>.Create(
            new Sgd(learningRate: 0.001), new L2(strength: 0.1).Decoupled(), WeightCount, new NumberStorage { Weights = rounding });
        var gradients = new BFloat16[WeightCount];
        for (var step = 0; step < StepCount; step++)
        {
            optimizer.Step(weights, gradients);
        }

        double[] shares = [.. weights.Zip(before, (weight, start) => (double)weight / (double)start)];
        var share = weights.Sum(weight => (double)weight) / before.Sum(weight => (double)weight);
        return FormattableString.Invariant($"| {rounding} | {share:0.0000} | {shares.Min():0.000} | {shares.Max():0.000} |");
    }
}
