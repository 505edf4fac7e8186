#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/structure.md: a test compares the two. What the page says about it is checked here.

using SimdReg;

Grouping();
InEveryMode();
ZeroGroups();
UnderLion();
UnderFtrl();
Factors();
Constraints();
Signs();
LargeWeights();
Cautiously();
Refused();
Console.WriteLine("Structure: all as the page says.");

static void Grouping()
{
    float[] weights = Numbers(12), gradients = Numbers(12);
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    var pixels = WeightGroups.Rows(4);                                       // weights 0 to 3, 4 to 7, …: the rows of a matrix with 4 columns
    adam.Step(weights, gradients, new GroupLasso(0.01).Over(pixels).Proximal(), state);

    var norms = new float[pixels.CountFor(weights.Length)];
    pixels.Norms(weights, norms);                                            // a group is gone if its norm is 0
    var charge = Penalty.Sum(weights, new GroupLasso(0.01).Over(pixels));    // s·Σ‖w_g‖, to add to the loss you print

    var columns = WeightGroups.Columns(4);                                   // weights 0, 4, 8; 1, 5, 9; …
    var blocks = WeightGroups.FromOffsets(0, 2, 7, 12);                      // weights 0 to 1, 2 to 6, 7 to 11
    var chosen = WeightGroups.FromIndices([0, 5, 7], [1, 2]);                // the other weights have no penalty
    var layer = WeightGroups.All;                                            // one group of all weights

    Require(norms.Length == 3 && columns.CountFor(12) == 4 && blocks.CountFor(12) == 3 && chosen.CountFor(12) == 2 && layer.CountFor(12) == 1, "The counts of groups.");
    Require(Math.Abs(charge - (0.01 * norms.Sum())) < 1e-6, "The value is s times the sum of the norms.");
}

static void InEveryMode()
{
    double[] weights = [3, 4], gradients = [0, 0];
    var penalty = new GroupLasso(1).Over(WeightGroups.All);
    Require(Near(After(penalty.Coupled()), 2.7, 3.6), "Coupled: shorter by α·s.");
    Require(Near(After(penalty.Decoupled()), 2.7, 3.6), "Decoupled: shorter by α·s.");
    Require(Near(After(penalty.Cautious()), 2.7, 3.6), "Cautious: shorter by α·s where the step does nothing.");
    Require(Near(After(penalty.Proximal()), 2.7, 3.6), "Proximal: shorter by α·s.");
    Require(After(new GroupLasso(10).Over(WeightGroups.All).Proximal()) is [0, 0], "Proximal: zero where the norm is at most α·s.");
    Require(Near(After(new GroupLasso(15).Over(WeightGroups.All).Decoupled()), -1.5, -2), "Decoupled: past zero where the norm is below α·s.");
    Require(Near(After(new GroupRidge(4).Over(WeightGroups.All).Proximal()), 1, 4 / 3.0), "Ridge: divided by 1 + r·s.");
    Require(Near(After(new SparseGroupLasso(2, 1).Over(WeightGroups.All).Proximal()), Sparse(3), Sparse(4)), "The soft threshold, then the group.");

    double[] After<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        double[] stepped = [.. weights];
        new Sgd(0.5).Step(stepped, gradients, term);
        return stepped;
    }

    // Thresholds 1 and 0.5.
    static double Sparse(double weight) => (weight - 1) * (1 - (0.5 / Math.Sqrt(4 + 9)));
}

static void ZeroGroups()
{
    // ‖m̂‖ is that of the gradients in the first step: 5 and just below.
    double[] gradients = [3, 4];
    Require(After(new Adam(0.1), 4.99) is not [0, 0] && After(new Adam(0.1), 5.01) is [0, 0], "Under Adam a zero group stays zero while ‖m̂‖ ≤ s.");
    Require(After(new Sgd(0.1), 4.99) is not [0, 0] && After(new Sgd(0.1), 5.01) is [0, 0], "Under Sgd a zero group stays zero while ‖g‖ ≤ s.");

    double[] erased = [1, -5];
    new Adam(0.001).Step(erased, [0, 0], new GroupLasso(0.0001).Over(WeightGroups.All).Proximal(), new Adam(0.001).CreateState(erased));
    Require(erased is [0, 0], "Under Adam a group without gradients is erased.");

    double[] After<TRule>(TRule rule, double strength)
        where TRule : struct, IUpdateRule<TRule>
    {
        double[] zeros = [0, 0];
        rule.Step(zeros, gradients, new GroupLasso(strength).Over(WeightGroups.All).Proximal(), rule.CreateState(zeros));
        return zeros;
    }
}

static void UnderLion()
{
    var lion = new Lion(0.1);
    foreach (var (strength, isZero) in new[] { (0.99, false), (1.01, true) })
    {
        double[] zeros = new double[16];
        lion.Step(zeros, [.. Enumerable.Range(1, 16).Select(i => (double)i)], new GroupLasso(strength, scalesWithSize: true).Over(WeightGroups.All).Proximal(), lion.CreateState(zeros));
        Require(Array.TrueForAll(zeros, w => w == 0) == isZero, "Under Lion a zero group stays zero if s·d is at least the root of its size.");
    }
}

static void UnderFtrl()
{
    // A proximal penalty is charged once against the sum of all gradients: for L1 it is FTRL's own λ₁.
    double[] own = [0, 0, 0], proximal = [0, 0, 0];
    var (ownRule, plainRule) = (new Ftrl(0.5, l1: 0.7), new Ftrl(0.5));
    var (ownState, plainState) = (ownRule.CreateState(own), plainRule.CreateState(proximal));
    for (var step = 0; step < 50; step++)
    {
        double[] gradients = [Math.Sin(step), 0.3 - (0.01 * step), own[2] - 1];
        ownRule.Step(own, gradients, ownState);
        plainRule.Step(proximal, gradients, new L1(0.7).Proximal(), plainState);
        Require(own.Zip(proximal, (a, b) => Math.Abs(a - b)).Max() < 1e-12, "Proximal L1 under Ftrl is λ₁.");
    }
}

static void Factors()
{
    float[] weights = Numbers(4), gradients = Numbers(4);
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    float[] factors = [1, 1, 2, 0];                                          // the last weight, an intercept, is free
    adam.Step(weights, gradients, new L1(0.01).WithFactors(factors).Proximal(), state);

    double[] decayed = [1, 1, 1, 1];
    new Sgd(0.1).Step(decayed, [0, 0, 0, 0], new L2(1).WithFactors(factors).Decoupled());
    Require(Near(decayed, 0.9, 0.9, 0.8, 1), "Decoupled: w less α·f·∂p.");
    double[] shrunk = [1, 1, 1, 1];
    new Sgd(0.1).Step(shrunk, [0, 0, 0, 0], new L1(1).WithFactors(factors).Proximal());
    Require(Near(shrunk, 0.9, 0.9, 0.8, 1), "Proximal: the step of p at the rate r·f.");
}

static void Constraints()
{
    float[] weights = [3, 4, 0.3f, 0.4f], gradients = [0, 0, 0, 0];
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    var rows = new MaxNorm(1).Over(WeightGroups.Rows(2));                    // each row has norm 1 at most, rounded to the type of the weights
    adam.Step(weights, gradients, new L2(0.01).Decoupled(), state);          // without the constraint
    adam.Step(weights, gradients, new L2(0.01).Within(rows).Decoupled(), state);
    rows.Project<float>(weights);                                            // the projection alone, as a call

    var norms = new float[2];
    WeightGroups.Rows(2).Norms(weights, norms);
    Require(norms[0] is <= 1 and > 0.999999f && norms[1] is > 0.499f and < 0.5f, "The row outside ends on the bound, the other is free.");

    // A set by itself.
    float[] alone = [3, 4, 0.3f, 0.4f];
    new Sgd(0.1).Step(alone, gradients, rows.Proximal());
    Require(alone[2] == 0.3f && alone[3] == 0.4f && Math.Abs(alone[0] - 0.6f) < 1e-6, "A row inside is left alone to the bit.");
}

static void Signs()
{
    double[] parts = [0.5, -0.5, 0.21, 0.005], gradients = [0, 0, 0, 0];
    double[] weights = [0.2, -0.2, 0.2, 0], slopes = [0, 0, -1, 1];
    var pairs = WeightGroups.Rows(2);
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    new Sgd(learningRate: 0.1).Step(parts, gradients, new Mcp(0.1, gamma: 3).NonNegative().Proximal());     // 0.5, 0, 0.207, 0
    adam.Step(weights, slopes, new GroupLasso(0.01).Over(pairs).Within(default(NonNegative)).Proximal(), state);

    Require(Near(parts, 0.5, 0, 0.2 / (1 - (0.1 / 3)), 0), "MCP, and no weight below 0.");
    Require(Array.TrueForAll(weights, w => w >= 0) && weights[2] > 0.2 && weights[3] == 0, "Groups within a sign.");
}

static void LargeWeights()
{
    double[] lasso = [0.05, 10], mcp = [0.05, 10], gradients = [0, 0];
    var sgd = new Sgd(learningRate: 0.1);
    sgd.Step(lasso, gradients, new L1(1).Proximal());                        // 0 and 9.9
    sgd.Step(mcp, gradients, new Mcp(1, gamma: 3).Proximal());               // 0 and 10: a weight from γ·s on is not shrunk

    Require(lasso[0] == 0 && Math.Abs(lasso[1] - 9.9) < 1e-12 && mcp is [0, 10], "MCP does not shrink a large weight.");
}

static void Cautiously()
{
    float[] weights = Numbers(4), gradients = Numbers(4);
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);

    adam.Step(weights, gradients, new GroupRidge(0.01, scalesWithSize: true).Over(WeightGroups.Rows(2)).Cautious(), state);

    double[] towards = [1], away = [1];
    new Sgd(0.1).Step(towards, [1], new GroupRidge(1).Over(WeightGroups.All).Cautious());
    new Sgd(0.1).Step(away, [-1], new GroupRidge(1).Over(WeightGroups.All).Cautious());
    Require(Near(towards, 0.8) && away[0] == 1.1, "Cautious: a pull only where the step goes towards zero.");
}

static void Refused()
{
    Throws<NotSupportedException>(() => new MaxNorm(1).Over(WeightGroups.All).Decoupled(), "A set has no gradient.");
    Throws<NotSupportedException>(() => new HardThreshold(1).Coupled(), "L0 has no gradient.");
    Throws<NotSupportedException>(() => new GroupLasso(1).Over(WeightGroups.All).WithFactors(new double[2]), "Factors are for penalties on one weight.");
    Throws<NotSupportedException>(
        () => Optimizer<float>.Create(new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.All).Proximal(), 4, new NumberStorage(NumberFormat.BFloat16)), "Narrow storage has no structure.");
    Throws<NotSupportedException>(() => new Sgd(0.1).Step([1.0], [0], default(None).Within(new GroupLasso(1).Over(WeightGroups.All)).Proximal()), "A charge is not a set.");
    double[] weights = [1, 2, 3], gradients = [1, 1, 1];
    Throws<ArgumentException>(() => new Sgd(0.1).Step(weights, gradients, new GroupLasso(1).Over(WeightGroups.Rows(2)).Proximal()), "Rows of 2 do not fit 3 weights.");
    Require(weights is [1, 2, 3], "Nothing has been written.");
}

static float[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => (float)Math.Sin(i))];

static bool Near(double[] actual, params double[] expected) => actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max() < 1e-12;

static void Throws<TException>(Action call, string claim)
    where TException : Exception
{
    try
    {
        call();
    }
    catch (TException)
    {
        return;
    }

    throw new InvalidOperationException($"No longer true: {claim}");
}

static void Require(bool condition, string claim)
{
    if (!condition)
    {
        throw new InvalidOperationException($"No longer true: {claim}");
    }
}
