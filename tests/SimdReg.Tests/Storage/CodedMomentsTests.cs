using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Storage;

/// <summary>A first moment beside the root of a second one, both in 8 bits: the quotient is bounded, because no second moment above 0 becomes 0.</summary>
/// <remarks>
/// Let |m| ≤ c·√v for every element of a block, M and V be the largest |m| and v, and s = 2⁻¹⁷ and t = 2⁻³³ the smallest codes, so that s = √(t/2).
/// M and V are stored exactly, and M ≤ c·√V. In units of the smallest code, let a = |m|/(s·M) and b = v/(t·V). Then s·M·a ≤ c·√(t·V·b). A rounding to one of both
/// neighbours stores less than a + 1 or at most 9/8·a, and of b at least 1 and, from 1 on, at least the whole number below it, or from 8 on 8/9·b.
/// In units of c, the stored quotient is at most (√b + √½)/√⌊b⌋ for b from 1 to 8, whose supremum is √2 + √½ = 3/√2, at b = 2. Elsewhere it is smaller:
/// 1 + √½ below 1, √(9/8)·(1 + √½/√8) from 8 on, and 9/8·√2 where a is large.
/// To nearest, a + ½ or 18/17·a is stored, and of b at least ⅔·b: √1.5 + √⅛, at b = 1.5.
/// </remarks>
public class CodedMomentsTests
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;

    /// <summary>The rounded factor, the product with it and the product of the code and the scale.</summary>
    private const double Rounding = 1 + (1.0 / (1 << 20));

    private static readonly double _ofAnyNeighbour = 3 / Math.Sqrt(2) * Rounding;
    private static readonly double _ofNearest = (Math.Sqrt(1.5) + Math.Sqrt(0.125)) * Rounding;

    [Fact]
    public void A_quotient_grows_at_most_by_the_derived_factor_when_both_are_stored()
    {
        var random = new Random(10);
        for (var turn = 0; turn < 300; turn++)
        {
            // Second moments over up to thirty decades, and first ones at the limit, just below it or far below it.
            var decades = 30 * random.NextDouble();
            var (m, v) = (new float[256], new float[256]);
            for (var i = 0; i < v.Length; i++)
            {
                v[i] = (float)Math.Pow(10, -decades * random.NextDouble());
                m[i] = (float)(Math.Sqrt(v[i]) * (random.Next(3) switch { 0 => 1, 1 => random.NextDouble(), _ => 1e-5 }) * (random.Next(2) == 0 ? 1 : -1));
            }

            var limit = Enumerable.Range(0, 256).Max(i => Math.Abs(m[i]) / Math.Sqrt(v[i]));
            AssertBelow(_ofNearest * limit, NarrowBlock.Of(m, false), NarrowBlock.Of(v, true));
            AssertBelow(_ofAnyNeighbour * limit, NarrowBlock.Of(m, false, new Stochastic(1, turn, 0), number: 1), NarrowBlock.Of(v, true, new Stochastic(1, turn, 0), number: 2));
        }
    }

    [Fact]
    public void The_derived_factors_are_nearly_reached()
    {
        // The limit is 1. The second and the third element have v just below the middle of two codes, and just below a code.
        var unit = MathF.ScaleB(1, -33);
        float[] v = [1, 1.4999f * unit, 1.9999f * unit];
        float[] m = [0.999f, MathF.Sqrt(v[1]), MathF.Sqrt(v[2])];
        var (first, second) = (NarrowBlock.Of(m, false).Numbers(), NarrowBlock.Of(v, true).Numbers());
        Assert.Equal(unit, second[1]);
        Assert.InRange(first[1] / Math.Sqrt(unit), 1.4, _ofNearest);

        // Up with the largest draw, and down with the smallest.
        second = NarrowBlock.Of((float[])[v[0], 0, v[2]], true, default(EveryDraw)).Numbers();
        first = NarrowBlock.Of((float[])[m[0], 0, m[2]], false, default(EveryDraw), index: (1 << 20) - 3).Numbers();
        Assert.Equal(unit, second[2]);
        Assert.InRange(first[2] / Math.Sqrt(unit), 2.1, _ofAnyNeighbour);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_moments_of_Adam_stay_bounded_over_many_steps_of_any_gradients(bool isStochastic)
    {
        // M' ≤ β₁·M + (1 − β₁)·|g|, V' ≥ β₂·V and V' ≥ (1 − β₂)·g². So M/√V stays below its fixed point.
        var bound = (1 - Beta1) / Math.Sqrt(1 - Beta2) / (1 - (Beta1 / Math.Sqrt(Beta2)));
        var control = 0;
        for (var pattern = 0; pattern < 4; pattern++)
        {
            var random = new Random(pattern);
            var (m, v, signed) = (new float[256], new float[256], new float[256]);
            double[] sizes = [.. m.Select(_ => Math.Pow(10, -10 * random.NextDouble()))];
            for (var step = 1; step <= 600; step++)
            {
                for (var i = 0; i < m.Length; i++)
                {
                    var g = Gradient(pattern, step, i, sizes[i], random);
                    m[i] = (Beta1 * m[i]) + ((1 - Beta1) * g);
                    v[i] = (Beta2 * v[i]) + ((1 - Beta2) * g * g);
                    signed[i] = (Beta2 * signed[i]) + ((1 - Beta2) * g * g);
                }

                var limit = Enumerable.Range(0, m.Length).Where(i => v[i] > 0).Max(i => Math.Abs(m[i]) / Math.Sqrt(v[i]));
                var rounding = new Stochastic(3, step, 0);
                var first = isStochastic ? NarrowBlock.Of(m, false, rounding, number: 1) : NarrowBlock.Of(m, false);
                var second = isStochastic ? NarrowBlock.Of(v, true, rounding, number: 2) : NarrowBlock.Of(v, true);
                AssertBelow((isStochastic ? _ofAnyNeighbour : _ofNearest) * limit, first, second);
                Assert.InRange(m.Max(Math.Abs) / Math.Sqrt(v.Max()), 0, bound * Rounding);
                (m, v) = (first.Numbers(), second.Numbers());

                // What the bound is for: with signed codes, which round to 0, there would be quotients of a number and 0.
                signed = NarrowBlock.Of(signed, false).Numbers();
                control += m.Zip(signed).Count(pair => pair.First != 0 && pair.Second == 0);
            }
        }

        Assert.NotEqual(0, control);
    }

    /// <summary>Gradients of every size at all times, rarely, in one burst, or with one that grows beside the rest.</summary>
    private static float Gradient(int pattern, int step, int element, double size, Random random) => (float)(size * ((2 * random.NextDouble()) - 1) * pattern switch
    {
        0 => 1,
        1 => random.Next(50) == 0 ? 1 : 0,
        2 => step < 20 ? 1 : 0,
        _ => element == 0 ? Math.Pow(1.03, step % 500) : 1,
    });

    private static void AssertBelow(double bound, NarrowBlock first, NarrowBlock second)
    {
        foreach (var (m, v) in first.Numbers().Zip(second.Numbers()))
        {
            Assert.True(m == 0 || Math.Abs(m) <= bound * Math.Sqrt(v), $"m = {m}, v = {v}: the bound of |m|/√v is {bound}.");
        }
    }
}
