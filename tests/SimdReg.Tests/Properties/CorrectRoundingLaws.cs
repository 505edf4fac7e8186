using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Sums;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What sums obey to the last bit because each is the number nearest to the exact one.</summary>
public abstract class CorrectRoundingLaws<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void Shuffled_weights_have_the_same_sums(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForAnyWeights(ordinary, bits, (weights, input) =>
            AssertSame(Sums(weights, input), Sums(Shuffled(weights, input), input)));

    [Property]
    public void Parts_merged_in_any_order_and_stored_between_have_the_sums_of_the_whole(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForAnyWeights(ordinary, bits, (weights, input) =>
        {
            var merged = new ExactWeightSums();
            foreach (var part in Shuffled(Parts(weights, input), input))
            {
                var sums = new ExactWeightSums();
                sums.Add<T>(part);
                merged.Add(int.IsOddInteger(part.Length) ? Restored(sums) : sums);
            }

            AssertSame(Sums(weights, input), Sums(merged, input));
        });

    [Property]
    public void A_NaN_makes_every_sum_NaN_and_else_an_infinity_makes_it_infinite(StepInput<T> input)
    {
        T[] numbers = [.. input.Weights.Where(w => !T.IsNaN(w)), T.NegativeInfinity];
        Assert.All(Sums(numbers, input)[..6], sum => Assert.Equal(T.PositiveInfinity, sum));
        AssertSame(Enumerable.Repeat(T.NaN, 6), Sums([.. numbers, .. input.Weights, T.NaN], input)[..6]);
    }

    [Property]
    public void Zeros_anywhere_among_the_weights_change_no_sum(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForAnyWeights(ordinary, bits, (weights, input) =>
        {
            List<T> padded = new(4 * weights.Length);
            for (var i = 0; i < weights.Length; i++)
            {
                var key = Key(input, i);
                for (var count = key % 4; count > 0; count--)
                {
                    padded.Add(Zero(key));
                }

                padded.Add(weights[i]);
            }

            AssertSame(Sums(weights, input), Sums([.. padded], input));
        });

    [Property]
    public void Signs_change_no_sum(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForAnyWeights(ordinary, bits, (weights, input) =>
            AssertSame(Sums(weights, input), Sums([.. weights.Select((w, i) => ulong.IsEvenInteger(Key(input, i)) ? w : -w)], input)));

    [Property]
    public void A_power_of_two_in_the_weights_is_the_same_power_or_its_square_in_the_sums(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForFiniteWeights(ordinary, bits, (weights, input) =>
        {
            // Far from overflow and underflow, and the strengths too: the square of each square is a normal number.
            T[] scalable = [.. weights.Where(w => w == T.Zero || T.IsNormal(w * w * w * w))];
            var (l1, l2) = (0.3, 0.7);
            foreach (var power in (int[])[-15, -1, 4, 15])
            {
                T[] scaled = [.. scalable.Select(w => T.ScaleB(w, power))];
                var (sums, measured) = (WeightSums.Measure<T>(scalable), WeightSums.Measure<T>(scaled));
                AssertSame(
                    [
                        T.ScaleB(sums.SumOfMagnitudes, power),
                        T.ScaleB(sums.SumOfSquares, 2 * power),
                        T.ScaleB(sums.MaxMagnitude, power),
                        T.ScaleB(Penalty.Sum<T, L1>(scalable, new(l1)), power),
                        T.ScaleB(Penalty.Sum<T, L2>(scalable, new(l2)), 2 * power),
                        T.ScaleB(Penalty.Sum<T, ElasticNet>(scalable, new(l1, l2)), power),
                    ],
                    [
                        measured.SumOfMagnitudes,
                        measured.SumOfSquares,
                        measured.MaxMagnitude,
                        Penalty.Sum<T, L1>(scaled, new(l1)),
                        Penalty.Sum<T, L2>(scaled, new(l2)),
                        Penalty.Sum<T, ElasticNet>(scaled, new(l1, Math.ScaleB(l2, -power))),
                    ]);
            }
        });

    [Property]
    public void No_sum_falls_while_one_magnitude_after_the_other_grows(OrdinaryInput<T> ordinary, StepInput<T> bits) =>
        ForFiniteWeights(ordinary, bits, (weights, input) =>
        {
            // Of a span longer than a block, a few weights from all over it.
            var grown = weights.ToArray();
            var places = grown.Length > Blocks<T>.Length ? 25 : 100;
            var before = Sums(grown, input);
            for (var i = 0; i < grown.Length; i += 1 + (grown.Length / places))
            {
                // By as little as possible, and by about as much as it is.
                foreach (var larger in (T[])[T.BitIncrement(T.Abs(grown[i])), T.BitIncrement(T.Abs(grown[i])) * T.CreateChecked(1.9)])
                {
                    grown[i] = T.Min(larger, Samples.LargestFinite<T>());
                    var after = Sums(grown, input);
                    Assert.All(before.Zip(after), pair => Assert.InRange(pair.Second, pair.First, T.PositiveInfinity));
                    before = after;
                }
            }
        });

    /// <summary>Tests finite weights, and any bits: with infinities, and with NaN among them too.</summary>
    private static void ForAnyWeights(OrdinaryInput<T> ordinary, StepInput<T> bits, Action<T[], StepInput<T>> law)
    {
        ForFiniteWeights(ordinary, bits, law);
        law(bits.Weights, bits);
        law([.. bits.Weights.Where(w => !T.IsNaN(w))], bits);
    }

    /// <summary>Tests ordinary weights, any finite bits, and a few weights that add up to ties and to just past them.</summary>
    private static void ForFiniteWeights(OrdinaryInput<T> ordinary, StepInput<T> bits, Action<T[], StepInput<T>> law)
    {
        law(ordinary.Weights, ordinary);
        law([.. Enumerable.Repeat(ordinary.Weights, 1 + (Blocks<T>.Length / ordinary.Length)).SelectMany(again => again)], ordinary);
        law([.. ordinary.Weights.Take(6).Select(NearTie)], ordinary with { Strength = 1, Rate = 1 });
        law([.. ordinary.Weights.Take(6).Select(NearTieOfSquares)], ordinary with { Strength = 2 });
        law([.. bits.Weights.Where(T.IsFinite)], bits);
    }

    /// <summary>1, half an ulp of 1, or a grain that no double holds beside the two.</summary>
    private static T NearTie(T number) => OneOf(number, T.CreateChecked(Numbers<T>.UnitRoundoff));

    /// <summary>What the square of is 1, half an ulp of 1 or half of that, or such a grain.</summary>
    private static T NearTieOfSquares(T number) =>
        OneOf(number, T.ScaleB(T.One, (int)Math.Floor(Math.Log2(Numbers<T>.UnitRoundoff) / 2)));

    /// <summary>1, another number, or its cube, of either sign.</summary>
    private static T OneOf(T number, T other)
    {
        var key = Bits.Of(number);
        var magnitude = (key >> 8 & 3) switch { 0 => T.One, 1 => other * other * other, _ => other };
        return ulong.IsEvenInteger(key) ? magnitude : -magnitude;
    }

    /// <summary>Every sum that is promised to be correctly rounded, the largest magnitude, and the counts.</summary>
    private static T[] Sums(T[] weights, StepInput<T> input) =>
    [
        Penalty.Sum<T, L1>(weights, new(input.Strength)),
        Penalty.Sum<T, L2>(weights, new(input.Strength)),
        Penalty.Sum<T, ElasticNet>(weights, new(input.Strength, input.Rate)),
        .. Listed(WeightSums.Measure<T>(weights)),
    ];

    /// <summary>The same, of weights that were added up without error.</summary>
    private static T[] Sums(ExactWeightSums weights, StepInput<T> input) =>
    [
        weights.PenaltySum<T>(new L1(input.Strength)),
        weights.PenaltySum<T>(new L2(input.Strength)),
        weights.PenaltySum<T>(new ElasticNet(input.Strength, input.Rate)),
        .. Listed(weights.Round<T>()),
    ];

    private static T[] Listed(WeightSums<T> sums) =>
    [
        sums.SumOfMagnitudes,
        sums.SumOfSquares,
        sums.MaxMagnitude,
        T.CreateChecked(sums.NonZeroCount),
        T.CreateChecked(sums.NonFiniteCount),
    ];

    private static void AssertSame(IEnumerable<T> expected, IEnumerable<T> actual) =>
        Assert.Equal(expected.Select(Bits.Show), actual.Select(Bits.Show));

    /// <summary>A random number for each weight.</summary>
    private static ulong Key(StepInput<T> input, int index) =>
        Bits.Of(input.Gradients[index % input.Length]) * 0x9E3779B97F4A7C15 >> 40;

    private static T Zero(ulong key) => key % 8 < 4 ? T.Zero : T.NegativeZero;

    private static TItem[] Shuffled<TItem>(IReadOnlyList<TItem> items, StepInput<T> input)
    {
        var shuffled = items.ToArray();
        new Random((int)Key(input, 0)).Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>The weights cut up, into up to eight parts, some of them empty.</summary>
    private static List<T[]> Parts(T[] weights, StepInput<T> input)
    {
        int[] cuts = [0, .. Enumerable.Range(0, 7).Select(i => (int)(Key(input, i) % (ulong)(weights.Length + 1))).Order(), weights.Length];
        return [.. cuts.Zip(cuts.Skip(1), (start, end) => weights[start..end])];
    }

    private static ExactWeightSums Restored(ExactWeightSums sums)
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        sums.WriteTo(bytes);
        return StoredSums.Read(bytes);
    }
}

public class CorrectRoundingLawsOfFloat : CorrectRoundingLaws<float>;

public class CorrectRoundingLawsOfDouble : CorrectRoundingLaws<double>;
