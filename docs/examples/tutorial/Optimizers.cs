using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 5. Penalties in the usual optimizers, coupled against decoupled, a schedule, and successive halving.</summary>
public static class Optimizers
{
    private static readonly Sgd _sgd = new(learningRate: 0.5);
    private static readonly Momentum _momentum = new(learningRate: 0.05);
    private static readonly Adam _adam = new(learningRate: 0.01);

    public static void Run(Page page)
    {
        TwoWeights(page);
        Differences(page);
        Choices(page);
        Schedule(page);
        Halving(page);
    }

    /// <summary>Two weights whose data gradients are noise alone, of which one's is a hundred times the other's.</summary>
    private static void TwoWeights(Page page)
    {
        var (rate, l2) = (0.01, new L2(strength: 0.1));
        var (sgd, adam) = (new Sgd(rate), new Adam(rate));
        double[] underSgd = [1, 1], coupled = [1, 1], decoupled = [1, 1];
        var (coupledState, decoupledState) = (adam.CreateState(coupled), adam.CreateState(decoupled));

        List<string[]> rows = [];
        for (var step = 0; step <= 1000; step++)
        {
            if (step is 0 or 10 or 100 or 1000)
            {
                rows.Add([$"{step}", .. underSgd.Concat(coupled).Concat(decoupled).Select(w => $"{w:0.000}")]);
            }

            var sign = step % 2 == 0 ? 1 : -1;
            double[] gradients = [3 * sign, 0.03 * sign];
            sgd.Step(underSgd, gradients, l2);
            adam.Step(coupled, gradients, l2, coupledState);
            adam.Step(decoupled, gradients, l2.Decoupled(), decoupledState);
        }

        page.Table(["steps", "SGD, g = ±3", "g = ±0.03", "Adam, g = ±3", "g = ±0.03", "AdamW, g = ±3", "g = ±0.03"], rows);
    }

    /// <summary>How far apart training leaves the weights of the digits.</summary>
    private static void Differences(Page page)
    {
        var l2 = new L2(strength: 0.01);
        var sgd = DigitModel.Train(_sgd, l2.Coupled()).Weights;
        var decoupledSgd = DigitModel.Train(_sgd, l2.Decoupled()).Weights;
        var adam = DigitModel.Train(_adam, l2.Coupled()).Weights;
        var adamW = DigitModel.Train(_adam, l2.Decoupled()).Weights;

        page.Line(
            $"{Digits.Training.Length} digits to learn from, {Digits.Validation.Length} to choose by, {Digits.Test.Length} to judge with");
        page.Line();
        page.Table(["digits, s = 0.01", "largest difference", "largest weight"],
        [
            Row("SGD, decoupled less coupled", decoupledSgd, sgd),
            Row("Adam less SGD, both coupled", adam, sgd),
            Row("AdamW less SGD, coupled", adamW, sgd),
        ]);

        static string[] Row(string name, float[] left, float[] right) =>
            [name, $"{left.Zip(right, (l, r) => Math.Abs(l - r)).Max():0.000}", $"{left.Max(Math.Abs):0.0}"];
    }

    /// <summary>For each rule and penalty the strength that is best on the validation digits, and what it is worth on the test digits.</summary>
    private static void Choices(Page page)
    {
        var strengths = new LogRange(0.00003, 0.03).Grid(7);
        double[] tenfold = [.. strengths.Select(s => s * 10)], hundredfold = [.. strengths.Select(s => s * 100)];
        page.Table(["rule, penalty", "s", "loss, learned", "loss, test", "right, test", "zeros"],
        [
            Row("SGD, none", _sgd, [0], s => default(None).Coupled()),
            Row("SGD, L2", _sgd, strengths, s => new L2(s).Coupled()),
            Row("SGD, L1 proximal", _sgd, strengths, s => new L1(s).Proximal()),
            Row("Momentum, L2", _momentum, strengths, s => new L2(s).Coupled()),
            Row("Momentum, L1 proximal", _momentum, tenfold, s => new L1(s).Proximal()),
            Row("Adam, none", _adam, [0], s => default(None).Coupled()),
            Row("Adam, L2 coupled", _adam, strengths, s => new L2(s).Coupled()),
            Row("Adam, L2 decoupled", _adam, hundredfold, s => new L2(s).Decoupled()),
            Row("Adam, L1 proximal", _adam, strengths, s => new L1(s).Proximal()),
        ]);

        static string[] Row<TRule, TPenalty, TMode>(
            string name, TRule rule, double[] strengths, Func<double, PenaltyTerm<TPenalty, TMode>> term)
            where TRule : struct, IUpdateRule<TRule>
            where TPenalty : struct, IPenalty
            where TMode : struct, IPenaltyMode
        {
            var best = Search.Run(strengths, s => DigitModel.Train(rule, term(s)).Loss(Digits.Validation)).Best.Candidate;
            var model = DigitModel.Train(rule, term(best));
            return
            [
                name, $"{best:0.00000}", $"{model.Loss(Digits.Training):0.000}", $"{model.Loss(Digits.Test):0.000}",
                $"{model.Accuracy(Digits.Test):0.0 %}", $"{model.Weights.Count(w => w == 0) / 640.0:0 %}",
            ];
        }
    }

    /// <summary>A learning rate that falls to zero, beside a constant one, at the same strength.</summary>
    private static void Schedule(Page page)
    {
        const int EpochCount = 300;
        var l1 = new L1(strength: 0.0003).Proximal();
        page.Table(["Adam, L1 proximal, s = 0.0003", "loss, test", "right, test", "zeros"],
        [
            Row("constant rate", DigitModel.Train(_adam, l1, EpochCount)),
            Row("falling rate", DigitModel.Train(_adam, l1, EpochCount, epoch => 1 - ((double)epoch / EpochCount))),
        ]);

        static string[] Row(string name, DigitModel model) =>
        [
            name, $"{model.Loss(Digits.Test):0.000}", $"{model.Accuracy(Digits.Test):0.0 %}",
            $"{model.Weights.Count(w => w == 0) / 640.0:0 %}",
        ];
    }

    /// <summary>27 strengths, of which nine train longer, and three to the end.</summary>
    private static void Halving(Page page)
    {
        var strengths = new LogRange(0.00003, 0.03).Grid(27);
        var result = Search.SuccessiveHalving(
            strengths,
            (s, epochCount) => DigitModel.Train(_adam, new L1(s).Proximal(), epochCount).Loss(Digits.Validation),
            maxBudget: 270,
            minBudget: 30);

        page.Table(["round, epochs", "candidates", "lowest s", "highest s", "best s", "loss"], result.Trials.GroupBy(trial => trial.Budget).Select(round =>
        {
            var best = round.MinBy(trial => trial.Score.Mean)!;
            return (string[])
            [
                $"{round.Key}", $"{round.Count()}", $"{round.Min(trial => trial.Candidate):0.00000}", $"{round.Max(trial => trial.Candidate):0.00000}",
                $"{best.Candidate:0.00000}", $"{best.Score.Mean:0.000}",
            ];
        }));
        page.Line($"Epochs: {result.Trials.Sum(trial => trial.Budget)}, against {strengths.Length * 270} to train all to the end");
        page.Line();
    }
}
