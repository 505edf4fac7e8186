using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

public class PenaltySumSingleTests : PenaltySumTests<float>;

public class PenaltySumDoubleTests : PenaltySumTests<double>;

/// <summary>The sum of every penalty at every length, misalignment and width.</summary>
public abstract class PenaltySumTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights = Samples.Weights<T>(Lengths.OfSums<T>()[^1] + Lengths.MaxOffset, seed: 90);

    [Fact]
    public void A_sum_is_the_exact_one_rounded_at_a_few_lengths_and_misalignments() =>
        AssertExact(Lengths.FewOfSums<T>(), Lengths.FewOffsets);

    [Fact, Trait("Category", "Long")]
    public void A_sum_is_the_exact_one_rounded_at_every_length_and_misalignment() =>
        AssertExact(Lengths.OfSums<T>(), Lengths.Offsets);

    [Fact, Trait("Category", "Long")]
    public void The_sum_over_many_blocks_of_a_penalty_from_outside_is_that_of_its_terms_but_for_one_rounding()
    {
        var deadZone = new DeadZone(Strength: 0.3, Delta: 0.7);
        for (var seed = 91; seed < 101; seed++)
        {
            var weights = Samples.Weights<T>(3 * Blocks<T>.Length, seed);
            var exact = weights
                .Select(weight => ExactSum.Of(Value(deadZone, double.CreateTruncating(weight))))
                .Aggregate(default(ExactSum), (sum, term) => sum + term);

            Assert.Equal(T.CreateTruncating(exact.Rounded()), Penalty.Sum<T, DeadZone>(weights, deadZone));
        }
    }

    [Fact, Trait("Category", "Long")]
    public void A_block_has_the_exact_sum_but_for_rounding_at_every_width()
    {
        foreach (var sum in SumKernel.All<T>())
        {
            var prefixes = PenaltySumReference.Prefixes(sum.Reference, Widened);
            foreach (var way in sum.Blocks)
            {
                foreach (var length in Lengths.OfBlocks<T>(way.LaneCount))
                {
                    var exact = prefixes[length].Rounded();
                    SumTolerance.AssertNear(exact, way.Call(_weights.AsSpan(0, length)), new(way.Name, length, 0));
                }
            }
        }
    }

    [Fact]
    public void NaN_gives_NaN_and_infinity_gives_infinity_at_any_position_under_every_penalty()
    {
        T[] specials = [T.NaN, -T.NaN, T.PositiveInfinity, T.NegativeInfinity];
        foreach (var sum in SumKernel.All<T>())
        {
            foreach (var (length, position) in Lengths.PositionsOfSums<T>())
            {
                var (at, ordinary) = (new Case(sum.Name, length, position), _weights[position]);
                foreach (var special in specials)
                {
                    _weights[position] = special;

                    Bits.Equal<T>([T.Abs(special)], [sum.Call(_weights.AsSpan(0, length))], at);
                }

                _weights[position] = ordinary;
            }
        }
    }

    [Fact]
    public void The_sum_of_a_term_is_that_of_its_penalty_in_every_mode()
    {
        var penalty = new ElasticNet(0.3, 0.7);
        var expected = Penalty.Sum(_weights, penalty);
        Assert.Equal(expected, Penalty.Sum<T, ElasticNet, Coupled>(_weights, penalty.Coupled()));
        Assert.Equal(expected, Penalty.Sum<T, ElasticNet, Decoupled>(_weights, penalty.Decoupled()));
        Assert.Equal(expected, Penalty.Sum<T, ElasticNet, Proximal>(_weights, penalty.Proximal()));
    }

    [Fact]
    public void A_penalty_from_outside_that_is_zero_is_not_asked_for_values_and_hides_no_NaN()
    {
        // Its value of any weight would be 0/0.
        Assert.Equal(T.Zero, Penalty.Sum(_weights, default(DeadZone)));
        Assert.Equal(T.Zero, Optimizer<T>.Create(new Sgd(0.1), default(DeadZone), _weights.Length).PenaltySum(_weights));
        Assert.Equal(T.NaN, Penalty.Sum([T.One, T.NaN], default(DeadZone)));
    }

    [Fact]
    public void NaN_outweighs_infinity()
    {
        foreach (var penalty in SumKernel.All<T>())
        {
            Assert.True(T.IsNaN(penalty.Call([T.PositiveInfinity, T.One, T.NaN])), penalty.Name);
            Assert.True(T.IsNaN(penalty.Call([T.NaN, T.One, T.NegativeInfinity])), penalty.Name);
        }
    }

    private static double Value(DeadZone deadZone, double weight)
    {
        var value = 0.0;
        deadZone.Value(new Lane<double>(weight)).Store(ref value);
        return value;
    }

    private IEnumerable<double> Widened => _weights.Select(double.CreateTruncating);

    private void AssertExact(IReadOnlyList<int> lengths, IReadOnlyList<int> offsets)
    {
        foreach (var sum in SumKernel.All<T>())
        {
            var prefixes = PenaltySumReference.Prefixes(sum.Reference, Widened);
            foreach (var length in lengths)
            {
                foreach (var offset in offsets)
                {
                    var exact = prefixes[offset + length] - prefixes[offset];
                    SumTolerance.AssertRounded(
                        exact.Rounded(), sum.Call(_weights.AsSpan(offset, length)), new(sum.Name, length, offset));
                }
            }
        }
    }
}
