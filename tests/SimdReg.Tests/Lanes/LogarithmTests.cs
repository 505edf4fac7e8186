using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Lanes;

/// <summary>The logarithm on lanes: its accuracy, and the same bits at every width.</summary>
public class LogarithmTests
{
    /// <summary>What the documentation of the logarithm states.</summary>
    private const double MostUlps = 4;

    [Fact]
    public void The_logarithm_has_the_bits_of_plain_scalar_code_in_lanes_of_every_width()
    {
        AssertReferenceBits<Lane<float>, float>();
        AssertReferenceBits<Lane<double>, double>();
        AssertReferenceBits<VectorLanes<float>, float>();
        AssertReferenceBits<VectorLanes<double>, double>();
        AssertReferenceBits<Lanes512<float>, float>();
        AssertReferenceBits<Lanes512<double>, double>();
    }

    [Fact]
    public void The_logarithm_is_off_by_less_than_four_units_in_the_last_place()
    {
        AssertNear(Numbers<float>());
        AssertNear(Numbers<double>());
    }

    [Fact]
    public void The_logarithm_of_one_and_a_tiny_number_keeps_the_digits_that_their_sum_loses()
    {
        AssertNearOnePlus<float>();
        AssertNearOnePlus<double>();
    }

    [Fact]
    public void Infinity_and_NaN_stay_and_one_gives_plus_zero()
    {
        AssertSpecials<float>();
        AssertSpecials<double>();
    }

    [Fact]
    public void Exponent_and_significand_make_up_every_positive_normal_number_in_lanes_of_every_width()
    {
        AssertSplit<Lane<float>, float>();
        AssertSplit<Lane<double>, double>();
        AssertSplit<VectorLanes<float>, float>();
        AssertSplit<VectorLanes<double>, double>();
        AssertSplit<Lanes512<float>, float>();
        AssertSplit<Lanes512<double>, double>();
    }

    private static void AssertReferenceBits<L, T>()
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = Numbers<T>();
        Bits.Equal<T>([.. numbers.Select(LogReference.Of)], Applied<L, T>(numbers, x => Logarithm.Of(x, L.Zero)), At<L, T>("Logarithm", numbers));
    }

    private static void AssertSplit<L, T>()
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = Numbers<T>();
        Bits.Equal<T>([.. numbers.Select(x => T.CreateChecked(T.ILogB(x)))], Applied<L, T>(numbers, L.Exponent), At<L, T>("Exponent", numbers));
        Bits.Equal<T>([.. numbers.Select(x => T.ScaleB(x, -T.ILogB(x)))], Applied<L, T>(numbers, L.Significand), At<L, T>("Significand", numbers));
    }

    private static void AssertNear<T>(T[] numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var actual = Applied<Lane<T>, T>(numbers, x => Logarithm.Of(x, default));
        for (var i = 0; i < numbers.Length; i++)
        {
            AssertUlps(Math.Log(double.CreateChecked(numbers[i])), actual[i], numbers[i]);
        }
    }

    private static void AssertNearOnePlus<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] numbers = [.. Numbers<T>().Select(x => double.CreateChecked(x) is > 1e-30 and < 1e30 ? x : T.One)];
        var actual = Applied<Lane<T>, T>(numbers, t =>
        {
            var x = Lane<T>.Splat(1) + t;
            return Logarithm.Of(x, t - (x - Lane<T>.Splat(1)));
        });
        for (var i = 0; i < numbers.Length; i++)
        {
            AssertUlps(new LogSumReference(1, 1).Value(double.CreateChecked(numbers[i])), actual[i], numbers[i]);
        }
    }

    private static void AssertSpecials<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] numbers = [.. Enumerable.Repeat((T[])[T.PositiveInfinity, T.NaN, T.One], Lanes512<float>.Count).SelectMany(x => x)];
        T[] expected = [.. numbers.Select(x => x == T.One ? T.Zero : x)];
        Bits.Equal<T>(expected, Applied<Lane<T>, T>(numbers, x => Logarithm.Of(x, default)), At<Lane<T>, T>("Logarithm", numbers));
        Bits.Equal<T>(expected, Applied<VectorLanes<T>, T>(numbers, x => Logarithm.Of(x, default)), At<VectorLanes<T>, T>("Logarithm", numbers));
        Bits.Equal<T>(expected, Applied<Lanes512<T>, T>(numbers, x => Logarithm.Of(x, default)), At<Lanes512<T>, T>("Logarithm", numbers));
    }

    private static void AssertUlps<T>(double exact, T actual, T of)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The exact one is off by a unit in the last place of a double itself.
        var rounded = T.CreateChecked(Math.Abs(exact));
        var ulp = double.CreateChecked(T.BitIncrement(rounded) - rounded);
        Assert.True(Math.Abs(double.CreateChecked(actual) - exact) < MostUlps * ulp, $"log of {of}: expected {exact:R}, found {actual}.");
    }

    /// <summary>Positive normal numbers: of all magnitudes, around 1, √2 and the powers of 2, and the extremes.</summary>
    private static T[] Numbers<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] centres = [T.One, T.CreateChecked(Math.Sqrt(2)), T.CreateChecked(Math.Sqrt(0.5)), .. Enumerable.Range(-20, 40).Select(exponent => T.ScaleB(T.One, exponent))];
        T[] numbers =
        [
            .. Samples.BitPatterns<T>(40_000, seed: 90).Select(T.Abs).Where(T.IsNormal),
            .. Samples.Gradients<T>(40_000, seed: 91).Select(T.Abs),
            .. from centre in centres from steps in Enumerable.Range(-40, 80) select centre + (T.CreateChecked(steps) * (T.BitIncrement(centre) - centre)),
            .. from k in Enumerable.Range(1, 2000) select T.One + (T.CreateChecked(k - 1000) / T.CreateChecked(2900)),
            Samples.SmallestNormal<T>(),
            Samples.LargestFinite<T>(),
        ];
        return numbers[..^(numbers.Length % Lanes512<float>.Count)];
    }

    private static T[] Applied<L, T>(T[] numbers, Func<L, L> operation)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var results = new T[numbers.Length];
        for (var i = 0; i < numbers.Length; i += L.Count)
        {
            operation(L.Load(in numbers[i])).Store(ref results[i]);
        }

        return results;
    }

    private static Case At<L, T>(string operation, T[] numbers)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new($"{operation} of {typeof(T).Name} in {L.Count} lanes", numbers.Length, 0);
}
