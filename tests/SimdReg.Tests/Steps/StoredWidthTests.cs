using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

/// <summary>Loops over stored numbers give the same bits in lanes of every width, at every length.</summary>
public class StoredWidthTests
{
    private const ulong Seed = 3;

    private static readonly BFloat16[][] _ordinary = Rows(Samples.Weights<float>);
    private static readonly BFloat16[][] _patterns = Rows(Samples.BitPatterns<float>);

    [Fact]
    public void Bfloat16_throughout_is_stepped_alike_in_lanes_of_every_width()
    {
        AssertAlike(new Sgd(0.1), new Stochastic(Seed, 5, 256));
        AssertAlike(new Momentum(0.1), default(Nearest));
        AssertAlike(new Adam(0.01), new Mixed<Stochastic, Nearest>(new(Seed, 5, (1L << 32) - 256), default));
        AssertAlike(new AmsGrad(0.01), new Mixed<Nearest, Stochastic>(default, new(Seed, 5, 0)));
    }

    private static void AssertAlike<TRule, TRounding>(TRule rule, TRounding rounding)
        where TRule : struct, IUpdateRule<TRule>
        where TRounding : struct, IRounding
    {
        StepFormula<TRule, ElasticNet, Proximal, Scaled, EveryWeight> formula;
        formula.Rule = rule;
        formula.Constants = rule.AtStep(5);
        formula.Penalty = new(0.1, 0.3);
        formula.Scale = 0.37;
        foreach (var patterns in (bool[])[false, true])
        {
            foreach (var length in Lengths.OfSteps.Where(length => length < 80 || length % 7 == 0))
            {
                var single = Stepped<Lane<float>, TRounding, StepFormula<TRule, ElasticNet, Proximal, Scaled, EveryWeight>>(length, patterns, formula, rounding);
                var vectors = Stepped<VectorLanes<float>, TRounding, StepFormula<TRule, ElasticNet, Proximal, Scaled, EveryWeight>>(length, patterns, formula, rounding);
                var widest = Stepped<Lanes512<float>, TRounding, StepFormula<TRule, ElasticNet, Proximal, Scaled, EveryWeight>>(length, patterns, formula, rounding);
                Assert.True(vectors is null || vectors.AsSpan().SequenceEqual(single), $"{rule}, {length} in vectors");
                Assert.True(widest is null || widest.AsSpan().SequenceEqual(single), $"{rule}, {length} in 512 bits");
            }
        }
    }

    /// <summary>The bits of weights and state after a step, every NaN alike; null where they are fewer than the lanes.</summary>
    private static ushort[]? Stepped<L, TRounding, TFormula>(int length, bool patterns, TFormula formula, TRounding rounding)
        where L : struct, ILanes<L, float>
        where TRounding : struct, IRounding
        where TFormula : struct, IElementwise
    {
        if (length > 0 && length < L.Count)
        {
            return null;
        }

        var rows = Array.ConvertAll(patterns ? _patterns : _ordinary, row => row[..length]);
        if (length > 0)
        {
            var none = default(NoTally<L>);
            StateSpans<BFloat16> state = new(
                TFormula.StateCount,
                TFormula.StateCount > 0 ? rows[2] : default,
                TFormula.StateCount > 1 ? rows[3] : default,
                TFormula.StateCount > 2 ? rows[4] : default);
            ElementwiseLoop.RunStored<L, BFloat16, BFloat16, BFloat16, TRounding, TFormula, NoTally<L>>(
                rows[0], rows[1], in state, in formula, in rounding, fetches: false, ref none);
        }

        return [.. rows.SelectMany(row => row).Select(number => BFloat16.IsNaN(number) ? (ushort)0x7FC0 : number.ToBits())];
    }

    /// <summary>Weights, gradients and three slots of state.</summary>
    private static BFloat16[][] Rows(Func<int, int, float[]> make) =>
        [.. Enumerable.Range(1, 5).Select(seed => Array.ConvertAll(make(Lengths.OfSteps[^1], seed), number => (BFloat16)number))];
}
