using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

/// <inheritdoc/>
public class AnchoredSumSingleTests : AnchoredSumTests<float>;

/// <inheritdoc/>
public class AnchoredSumDoubleTests : AnchoredSumTests<double>;

/// <summary>Sums in the weights' own type, from an anchor: within their bound, and refused where it is not theirs.</summary>
public abstract class AnchoredSumTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Half = 0.5;

    private static readonly double _ulpOfOne = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    [Fact]
    public void As_many_terms_as_a_lane_takes_lie_within_half_the_error_of_their_exact_sum()
    {
        var random = new Random(1);
        var mean = Half / Anchor<T>.Turns;
        foreach (var term in (Func<int, double>[])
            [
                _ => mean * random.NextDouble(),
                _ => mean * Math.Exp(-20 * random.NextDouble()),
                _ => _ulpOfOne * random.NextDouble(),
                _ => _ulpOfOne * (0.5 - Math.ScaleB(1, -20)), // All of it is rounded off.
                _ => _ulpOfOne * (0.5 + Math.ScaleB(1, -20)), // As much is rounded off as was not there.
                i => i == 0 ? Half : _ulpOfOne / 3,
            ])
        {
            T[] terms = [.. Enumerable.Range(0, Anchor<T>.Turns).Select(i => T.CreateTruncating(term(i)))];
            AssertWithinError(terms, 1);
            AssertWithinError([.. terms.Select(value => value * T.CreateTruncating(1 << 20))], 1 << 20);
        }
    }

    [Fact]
    public void Beyond_its_anchor_a_term_is_lost_and_the_sum_is_not_proven()
    {
        // Rounded, the second sum is 2²⁰, and what was added to it is not 2²⁰ but 1 less, and more than a number holds.
        T[] terms = [T.One / T.CreateTruncating(3), T.CreateTruncating(1 << 20), T.One / T.CreateTruncating(3)];
        var sum = Sum(terms, 1);
        Assert.True(BigInteger.Abs(Missing(terms, sum, 1, squared: false)) > ExactSum.Of(Anchor<T>.Error(1, terms.Length)).Units);
        AssertNotProven(terms);
    }

    [Fact]
    public void Up_to_twice_its_anchor_a_sum_is_proven()
    {
        var below = T.BitDecrement(T.BitDecrement(T.One));
        Assert.Equal(double.CreateTruncating(below), Across([below], 1));
        AssertNotProven([T.One]);
        AssertNotProven([T.NaN]);
        AssertNotProven([-T.NaN]);
        AssertNotProven([T.PositiveInfinity]);
        AssertNotProven([T.PositiveInfinity, T.NaN]);
    }

    [Fact]
    public void The_error_is_at_least_twice_what_is_proven()
    {
        // What a lane loses. Where lanes are gathered, in double, the certificate counts the loss.
        var roundoff = _ulpOfOne / 2;
        var proven = 0.51 * (Anchor<T>.Turns + 3) * roundoff * roundoff;
        Assert.InRange(Anchor<T>.Error(1, 1), 2 * proven, double.MaxValue);
        Assert.Equal(Anchor<T>.Error(1, 1) * 8 * 1000, Anchor<T>.Error(8, 1000));
    }

    [Fact]
    public void The_longest_blocks_lie_within_half_the_radius()
    {
        AssertLongest<Lane<double>, Lane<T>>();
        AssertLongest<VectorLanes<double>, VectorLanes<T>>();
        AssertLongest<Lanes512<double>, Lanes512<T>>();
    }

    [Fact]
    public void Every_error_widens_the_interval_by_as_much_as_its_strength()
    {
        var ordinary = Samples.Weights<T>(4099, seed: 3);
        AssertErrors<Lane<double>, Lane<T>>(ordinary);
        AssertErrors<VectorLanes<double>, VectorLanes<T>>(ordinary);
        AssertErrors<Lanes512<double>, Lanes512<T>>(ordinary);

        var (magnitudes, squares) = (new BoundedSum(new(1, 0), 0.125), new BoundedSum(new(1, 0), 0.5));
        Assert.InRange(Certificate.Enclose<T>(magnitudes, default, new(3, 0)).Radius, 3 * 0.125, 3 * 0.126);
        Assert.InRange(Certificate.Enclose<T>(default, squares, new(0, 3)).Radius, 3 * 0.25, 3 * 0.251);
        Assert.InRange(Certificate.Enclose<T>(magnitudes, squares, new(3, 5)).Radius, (3 * 0.125) + (5 * 0.25), (3 * 0.126) + (5 * 0.251));
    }

    [Fact]
    public void Ordinary_blocks_are_summed_from_an_anchor_and_what_misleads_or_has_no_room_is_summed_in_double()
    {
        AssertWidth<Lane<double>, Lane<T>>();
        AssertWidth<VectorLanes<double>, VectorLanes<T>>();
        AssertWidth<Lanes512<double>, Lanes512<T>>();
    }

    private static void AssertWidth<L, W>()
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var ordinary = new T[5003];
        var random = new Random(2);
        foreach (ref var weight in ordinary.AsSpan())
        {
            weight = T.CreateTruncating(random.NextDouble() - 0.5);
        }

        AssertBlock<L, W>(ordinary, isAnchored: true);
        AssertBlock<L, W>([.. ordinary.Select(weight => weight * T.CreateTruncating(1e15))], isAnchored: true);
        AssertBlock<L, W>([.. ordinary.Select(weight => weight * T.CreateTruncating(1e-9))], isAnchored: true);

        // A look at a few of them sees small ones, or none at all.
        AssertBlock<L, W>(Samples.Misleading(ordinary), isAnchored: false);
        AssertBlock<L, W>([.. ordinary.Select((weight, i) => i is > 100 and < 1500 ? weight : T.Zero)], isAnchored: false);

        // Beyond what an anchor may be.
        var large = typeof(T) == typeof(float) ? 1e37 : 1e305;
        AssertBlock<L, W>([.. ordinary.Select(weight => weight * T.CreateTruncating(large))], isAnchored: false);
        AssertBlock<L, W>([.. ordinary.Select(weight => weight / T.CreateTruncating(large))], isAnchored: false);
        AssertBlock<L, W>(ordinary[..50], isAnchored: false);
    }

    private static void AssertLongest<L, W>()
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var longest = L.Count == 1 ? Blocks<T>.LaneLength : Blocks<T>.Length;
        AssertBlock<L, W>(Samples.Weights<T>(longest, seed: 5), isAnchored: true);
    }

    private static void AssertBlock<L, W>(T[] block, bool isAnchored)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        isAnchored &= !SoftwareFma.IsNeeded;
        var sum = default(NormReduction<T, MagnitudeTerm>).Reduce<L, W>(block);
        Assert.Equal(isAnchored ? Anchor<T>.Error(Anchor<T>.For<W, MagnitudeTerm>(block), block.Length) : 0, sum.Error);

        var exact = block.Aggregate(default(ExactSum), (total, weight) => total + ExactSum.Of(double.CreateTruncating(T.Abs(weight))));
        Enclosures.AssertHolds<T>(exact, sum, $"{block.Length} weights like {block[^1]}, in {W.Count} lanes");
    }

    /// <summary>A measure is as far off as its anchors allow for all that whole lanes hold.</summary>
    private static void AssertErrors<L, W>(T[] weights)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        if (SoftwareFma.IsNeeded)
        {
            return;
        }

        var (anchors, count) = (NormAnchors.For<W, T>(weights), weights.Length / W.Count * W.Count);
        Assert.True(anchors.AreChosen);

        var measured = default(MeasureReduction<T>).Reduce<L, W>(weights);
        Assert.Equal(Anchor<T>.Error(anchors.Magnitudes, count), measured.Magnitudes.Error);
        Assert.Equal(Anchor<T>.Error(anchors.Squares, count), measured.Squares.Error);
    }

    private static void AssertWithinError(T[] terms, double anchor)
    {
        var allowed = ExactSum.Of(Anchor<T>.Error(anchor, terms.Length)).Units / 2;
        Assert.InRange(BigInteger.Abs(Missing(terms, Sum(terms, anchor), anchor, squared: false)), 0, allowed);

        T[] roots = [.. terms.Select(T.Sqrt)];
        var squares = roots.Aggregate(Start(anchor), (sum, root) => sum.PlusSquare(new(root)));
        Assert.InRange(BigInteger.Abs(Missing(roots, squares, anchor, squared: true)), 0, allowed);
    }

    private static void AssertNotProven(T[] terms) => Assert.Equal(double.NaN, Across(terms, 1));

    /// <summary>What is gathered from one sum, alike in lanes of every kind.</summary>
    private static double Across(T[] terms, double anchor)
    {
        var single = Across<Lane<double>, Lane<T>>(terms, anchor);
        Assert.Equal(single, Across<VectorLanes<double>, VectorLanes<T>>(terms, anchor));
        Assert.Equal(single, Across<Lanes512<double>, Lanes512<T>>(terms, anchor));
        return single;
    }

    private static double Across<L, W>(T[] terms, double anchor)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var sum = new AnchoredSum<W>(W.Splat(anchor), W.Zero);
        foreach (var term in terms)
        {
            T[] first = [term, .. new T[W.Count - 1]];
            sum = sum.Plus(W.Load(in first[0]));
        }

        var sums = default(GatheredSum<CompensatedSum<L>, L, W, T>);
        sums.Add(sum, anchor);
        return sums.Across(anchor).High;
    }

    private static AnchoredSum<Lane<T>> Sum(T[] terms, double anchor) =>
        terms.Aggregate(Start(anchor), (sum, term) => sum.Plus(new(term)));

    private static AnchoredSum<Lane<T>> Start(double anchor) => new(Lane<T>.Splat(anchor), default);

    /// <summary>What the exact sum is more than a computed one.</summary>
    private static BigInteger Missing(T[] numbers, AnchoredSum<Lane<T>> sum, double anchor, bool squared)
    {
        var exact = default(ExactSum);
        foreach (var number in numbers)
        {
            var value = double.CreateTruncating(number);
            exact += squared ? ExactSum.OfSquare(value) : ExactSum.Of(value);
        }

        return (exact - ExactSum.Of(Value(sum.High) - anchor) - ExactSum.Of(Value(sum.Low))).Units;
    }

    private static double Value(Lane<T> lane)
    {
        var value = default(T);
        lane.Store(ref value);
        return double.CreateTruncating(value);
    }
}
