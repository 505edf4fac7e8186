using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

public class SpecialValueSingleTests : SpecialValueTests<float>;

public class SpecialValueDoubleTests : SpecialValueTests<double>;

/// <summary>NaN, infinities, zeros, subnormal and extreme numbers in every kernel.</summary>
public abstract class SpecialValueTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>For the many kernels that share a loop with the few of which every position is tried at more lengths.</summary>
    private static readonly int[] _lengths = [3, 17, 37];

    /// <summary>The same where time is short: less than a vector, and one vector and more, of the widest lanes.</summary>
    private static readonly int[] _fewLengths = [3, 17];

    private readonly GuardedOperands<T> _operands = new(Lengths.Few[^1]);

    [Fact]
    public void A_special_value_has_the_reference_bits_at_every_position_and_its_neighbours_are_unmoved() =>
        PlantEverywhere(Samples.Specials<T>(), _fewLengths, (_, _, _) => { });

    [Fact, Trait("Category", "Long")]
    public void A_special_value_has_the_reference_bits_at_every_position_of_more_lengths() =>
        PlantEverywhere(Samples.Specials<T>(), _lengths, (_, _, _) => { });

    [Fact]
    public void NaN_anywhere_comes_out_as_NaN_in_that_element_alone() =>
        PlantEverywhere([T.NaN], _lengths, (kernel, expected, position) =>
        {
            // A weight that is kept at zero is not computed.
            if (!kernel.Options.KeepZeros || expected.Targets[position] != T.Zero)
            {
                expected.Targets[position] = T.NaN;
            }
        });

    [Theory]
    [InlineData(0.3, 0.1)]
    [InlineData(1e-30, 1e-30)]
    [InlineData(1e30, 1e30)]
    [InlineData(float.MaxValue, float.MaxValue)]
    [InlineData(0.3, 0)]
    public void Any_bit_patterns_have_the_reference_bits(double strength, double rate)
    {
        var specials = Samples.Specials<T>();
        T[] targets =
        [
            .. from left in specials from _ in specials select left,
            .. Samples.BitPatterns<T>(2000, seed: 4),
        ];
        T[] sources =
        [
            .. from _ in specials from right in specials select right,
            .. Samples.BitPatterns<T>(2000, seed: 5),
        ];

        foreach (var kernel in Kernel.All<T>(strength, rate))
        {
            var given = new Operands<T>(targets, sources, AnyStates(kernel, targets.Length), 2);
            var expected = kernel.Expected(given);
            foreach (var way in kernel.Ways)
            {
                expected.AssertEqual(given.After(way.Call), new(way.Name, targets.Length, 0));
            }
        }
    }

    [Fact]
    public void A_step_without_a_penalty_leaves_a_subnormal_result_as_plus_zero()
    {
        var sgd = new Sgd(0.5);
        var smallest = Samples.SmallestNormal<T>();
        T[] gradients = [smallest, -smallest, T.BitDecrement(smallest), -smallest, T.Zero, T.Zero, T.Zero];
        T[] weights = [smallest, -smallest, T.Zero, T.Zero, T.NegativeZero, -T.Epsilon, -smallest];
        sgd.Step(weights, gradients);
        Bits.Equal<T>([T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, -smallest], weights, new(sgd.ToString(), 7, 0));
    }

    [Fact]
    public void A_step_without_a_penalty_reads_a_subnormal_weight_as_zero_and_a_subnormal_gradient_as_it_is()
    {
        var sgd = new Sgd(0.5);
        var smallest = Samples.SmallestNormal<T>();
        var (half, subnormal) = (smallest / T.CreateTruncating(2), T.BitDecrement(smallest));

        // From the weights as they are, the first five would come out as normal numbers.
        T[] weights = [half, -half, subnormal, -subnormal, T.Epsilon, subnormal, smallest, smallest];
        T[] gradients = [-smallest, smallest, -smallest, smallest, -subnormal - subnormal, T.Zero, half, -half];
        T[] expected = [T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, smallest + (half / T.CreateTruncating(2))];
        sgd.Step(weights, gradients);
        Bits.Equal<T>(expected, weights, new(sgd.ToString(), 8, 0));
    }

    [Fact]
    public void Every_step_from_a_subnormal_weight_is_the_step_from_zero()
    {
        // Gradients that a step carries as far as the smallest normal number, ordinary ones, and none.
        var smallest = Samples.SmallestNormal<T>();
        var random = Samples.Gradients<T>(500, seed: 12);
        T[] gradients = [.. random.Select((g, i) => (i % 3) switch { 0 => g * smallest, 1 => g, _ => T.Zero })];
        T[] weights = [.. Samples.Gradients<T>(500, seed: 13).Select(w => w * smallest / T.CreateTruncating(11))];
        Assert.All(weights, w => Assert.True(T.IsSubnormal(w)));

        foreach (var kernel in Kernel.All<T>(rate: 0.9).Where(kernel => kernel.IsStep && kernel.Rule!.StateCount == 0))
        {
            foreach (var way in kernel.Ways)
            {
                T[] fromZero = new T[500];
                T[] fromSubnormal = [.. weights];
                way.Call(fromZero, gradients, default);
                way.Call(fromSubnormal, gradients, default);
                Bits.Equal<T>(fromZero, fromSubnormal, new(way.Name, 500, 0));
            }
        }
    }

    [Fact]
    public void No_step_stores_a_subnormal_number_or_minus_zero()
    {
        // Up to four times the smallest normal number, so that results fall on both sides of it.
        var scale = Samples.SmallestNormal<T>() * T.CreateTruncating(0.4);
        T[] weights = [.. Samples.Weights<T>(500, seed: 6).Select(w => w * scale)];
        T[] gradients = [.. Samples.Weights<T>(500, seed: 7).Select(g => -g * scale)];

        // Adding a gradient is not a step: it keeps subnormal numbers, which hold its last digits.
        foreach (var kernel in Kernel.All<T>().Where(kernel => kernel.IsStep))
        {
            var given = new Operands<T>(weights, gradients, [.. AnyStates(kernel, 500).Select(row => Array.ConvertAll(row, x => x * scale))], 2);
            foreach (var way in kernel.Ways)
            {
                var result = given.After(way.Call);
                foreach (var row in (T[][])[result.Targets, .. result.States])
                {
                    Assert.False(Array.Exists(row, w => T.IsSubnormal(w) || (w == T.Zero && T.IsNegative(w))), way.Name);
                }
            }
        }
    }

    [Fact]
    public void No_added_gradient_is_minus_zero()
    {
        T[] zeros = [T.Zero, T.NegativeZero];
        T[] gradients = [.. from g in zeros from _ in Enumerable.Range(0, 40) select g];
        T[] weights = [.. from _ in Enumerable.Range(0, 40) from w in zeros select w];
        foreach (var way in Kernel.All<T>().Where(kernel => !kernel.IsStep).SelectMany(kernel => kernel.Ways))
        {
            T[] target = [.. gradients];
            way.Call(target, weights, default);
            Bits.Equal<T>(new T[target.Length], target, new(way.Name, target.Length, 0));
        }
    }

    [Fact]
    public void A_penalty_that_charges_nothing_leaves_every_gradient_as_it_is()
    {
        var gradients = Samples.BitPatterns<T>(300, seed: 8);
        var weights = Samples.BitPatterns<T>(300, seed: 9);
        foreach (var penalty in PenaltyTable.All.Where(penalty => penalty.HasGradient))
        {
            T[] target = [.. gradients];
            penalty.AddGradient<T>(strength: 0, weights, target);
            Bits.Equal<T>(gradients, target, new($"AddGradient({penalty.Name} of strength 0)", 300, 0));
        }
    }

    /// <summary>Puts numbers at every position of every row, one at a time, and compares everything with the reference.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="lengths">Those for all but the few kernels that are tried at more.</param>
    /// <param name="amend">Says what else is expected at that position.</param>
    private void PlantEverywhere(T[] numbers, int[] lengths, Action<Kernel<T>, Operands<T>, int> amend)
    {
        foreach (var (kernel, isThorough) in Kernel.AllAndFew<T>())
        {
            var given = kernel.Operands(Lengths.Few[^1], seed: 10);
            var expected = kernel.Expected(given);
            foreach (var (way, length, position) in Positions(kernel, isThorough ? Lengths.Few : lengths))
            {
                foreach (var row in given.Rows)
                {
                    var ordinary = row[position];
                    foreach (var number in numbers)
                    {
                        row[position] = number;
                        kernel.Expect(given, expected, position);
                        amend(kernel, expected, position);
                        _operands.Check(way, given, expected, length, position % 16);
                    }

                    row[position] = ordinary;
                }

                kernel.Expect(given, expected, position);
            }
        }
    }

    private static IEnumerable<(KernelWay<T> Way, int Length, int Position)> Positions(Kernel<T> kernel, IReadOnlyList<int> lengths) =>
        from way in kernel.Ways
        from length in lengths
        where way.Takes(length)
        from position in Enumerable.Range(0, length)
        select (way, length, position);

    private static T[][] AnyStates(Kernel<T> kernel, int count) =>
        [.. Enumerable.Range(0, kernel.StateCount).Select(slot => Samples.BitPatterns<T>(count, seed: 14 + slot))];
}
