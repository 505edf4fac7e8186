#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// The code of docs/projections.md: a test compares the two. What the page says about it is checked here.

using SimdReg;

Ball();
Sparse();
Shares();

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

static void Require(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException(what);
    }
}
