#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/projections.md: a test compares the two. What the page says about it is checked here.

using System.Numerics;
using SimdReg;

Ball();
Sparse();
Shares();
SparseShares();
OwnSet();

static void Ball()
{
    float[] weights = [3, -1, 0.5f, 0];
    new L1Ball(radius: 2).Project<float>(weights);    // 2, 0, 0, 0

    Require(weights is [2, 0, 0, 0], "The L1 ball keeps the largest weight.");
}

static void Sparse()
{
    float[] tied = [1, -2, 2, 2];
    new TopK(2).Project<float>(tied);                 // 0, -2, 2, 0

    float[] row = [0.1f, -0.4f, 0.3f, 0.2f, 5, 6, 7, 8];
    new NMSparsity(kept: 2, blockLength: 4).Project<float>(row);    // 0, -0.4, 0.3, 0, 0, 0, 7, 8

    Require(tied is [0, -2, 2, 0], "Of equal magnitudes the first stay.");
    Require(row is [0, -0.4f, 0.3f, 0, 0, 0, 7, 8], "Two of four stay.");
}

static void Shares()
{
    double[] shares = [0.5, 0.5, 0.5, -1];
    new Simplex(total: 1).Project<double>(shares);    // ⅓, ⅓, ⅓, 0

    Require(Math.Abs(shares[0] - (1.0 / 3)) < 1e-15 && shares[3] == 0, "The three shares are equal.");
}

static void SparseShares()
{
    double[] scores = [0.9, -2, 0.6, 0.1];
    int[] largest = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(2)];
    double[] kept = [.. largest.Select(i => scores[i])];
    new Simplex(total: 1).Project<double>(kept);
    Array.Clear(scores);
    for (var i = 0; i < kept.Length; i++)
    {
        scores[largest[i]] = kept[i];                 // 0.65, 0, 0.35, 0
    }

    Require(Math.Abs(scores[0] - 0.65) < 1e-15 && scores[1] == 0 && Math.Abs(scores[2] - 0.35) < 1e-15 && scores[3] == 0, "The two largest share.");

    // The projection onto the whole simplex, then the two largest, is another point: not on the simplex.
    double[] inTurn = [0.9, 0.6, 0.3];
    new Simplex(total: 1).Project<double>(inTurn);
    new TopK(2).Project<double>(inTurn);
    Require(inTurn.Sum() < 0.99, "The second projection leaves the first set.");
}

static void OwnSet()
{
    double[] matrix = [3, -1, 0.5, 0.5], gradients = [0, 0, 0, 0];

    new Sgd(learningRate: 0.1).Step(matrix, gradients, default(None).Within(new RowL1Balls(Radius: 2, RowLength: 2)));    // 2, 0, 0.5, 0.5

    Require(matrix is [2, 0, 0.5, 0.5], "Each row has its ball.");

    try
    {
        new RowL1Balls(Radius: 2, RowLength: 3).Project<double>(matrix);
    }
    catch (ArgumentException)
    {
        return;
    }

    throw new InvalidOperationException("Rows that do not fit are accepted.");
}

static void Require(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException(what);
    }
}

/// <summary>Σ|w| ≤ radius for each row of a matrix.</summary>
public readonly record struct RowL1Balls(double Radius, int RowLength) : IConstraint
{
    public int RowLength { get; } = RowLength > 0 ? RowLength : throw new ArgumentOutOfRangeException(nameof(RowLength), RowLength, "RowLength must be at least 1.");

    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.Length % RowLength != 0)
        {
            throw new ArgumentException($"{weights.Length} weights are not whole rows of {RowLength}.", nameof(weights));
        }

        L1Ball ball = new(Radius);
        for (var start = 0; start < weights.Length; start += RowLength)
        {
            ball.Project(weights.Slice(start, RowLength), maxDegreeOfParallelism);
        }
    }
}
