using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Lanes;

/// <summary>Runs each law of <see cref="LaneLaws{L, T}"/> on lanes of each width and type.</summary>
public class LanesTests
{
    private static readonly Type[] _lanes =
    [
        typeof(LaneLaws<Lane<float>, float>),
        typeof(LaneLaws<Lane<double>, double>),
        typeof(LaneLaws<VectorLanes<float>, float>),
        typeof(LaneLaws<VectorLanes<double>, double>),
        typeof(LaneLaws<Lanes512<float>, float>),
        typeof(LaneLaws<Lanes512<double>, double>),
    ];

    /// <summary>The place of the lanes in the list, and the law.</summary>
    public static TheoryData<int, string> Laws
    {
        get
        {
            var laws = new TheoryData<int, string>();
            for (var lanes = 0; lanes < _lanes.Length; lanes++)
            {
                foreach (var law in _lanes[lanes].GetMethods(BindingFlags.Public | BindingFlags.Static))
                {
                    laws.Add(lanes, law.Name);
                }
            }

            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Lanes_of_every_width_and_type_obey_each_law(int lanes, string law) =>
        _lanes[lanes].GetMethod(law)!.CreateDelegate<Action>()();
}

/// <summary>Every operation of lanes against plain scalar code, on all pairs of special values and on any others.</summary>
internal static class LaneLaws<L, T>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Elements of equal index meet: all pairs of special values, any bits, and ordinary numbers.
    private static readonly T[] _specials = Samples.Specials<T>();
    private static readonly T[] _left = Operands(from left in _specials from _ in _specials select left, seed: 40);
    private static readonly T[] _right = Operands(from _ in _specials from right in _specials select right, seed: 50);
    private static readonly T[] _third = Operands(Samples.BitPatterns<T>(_specials.Length * _specials.Length, seed: 60), seed: 70);

    public static void Count_is_the_number_of_elements_stored()
    {
        var stored = Stored(L.Splat(1));
        Assert.Equal(L.Count, stored.IndexOf(T.Zero));
        Assert.Equal(L.Count, Unsafe.SizeOf<L>() / Unsafe.SizeOf<T>());
    }

    public static void A_store_after_a_load_moves_every_element_and_no_other() =>
        Check("Load, Store", (a, _, _) => a, (a, _, _) => a);

    public static void Zero_is_plus_zero() => AssertAll(T.Zero, L.Zero);

    public static void Splat_rounds_once_to_the_element_type()
    {
        // The last two lie halfway between two floats: the even one is below the first of them, and above the second.
        foreach (var value in (double[])[0.1, double.NegativeZero, double.Epsilon, double.MaxValue, double.NegativeInfinity, double.NaN, 1 + (1.0 / (1 << 24)), 1 + (3.0 / (1 << 24))])
        {
            AssertAll(typeof(T) == typeof(float) ? T.CreateTruncating((float)value) : T.CreateTruncating(value), L.Splat(value));
        }
    }

    public static void LoadWidened_is_exact()
    {
        float[] floats = [.. Samples.Specials<float>(), .. Samples.BitPatterns<float>(1000, seed: 80)];
        for (var i = 0; i + L.Count <= floats.Length; i++)
        {
            var widened = Stored(L.LoadWidened(in floats[i]))[..L.Count];
            T[] expected = [.. floats.AsSpan(i, L.Count).ToArray().Select(T.CreateTruncating)];
            Bits.Equal<T>(expected, widened, new("LoadWidened", L.Count, i));
        }
    }

    public static void Sum_difference_product_and_quotient_round_as_scalars_do()
    {
        Check("+", (a, b, _) => a + b, (a, b, _) => a + b);
        Check("-", (a, b, _) => a - b, (a, b, _) => a - b);
        Check("*", (a, b, _) => a * b, (a, b, _) => a * b);
        Check("/", (a, b, _) => a / b, (a, b, _) => a / b);
    }

    public static void Fma_rounds_as_a_scalar_one_does() => Check("Fma", L.Fma, T.FusedMultiplyAdd);

    public static void Fms_rounds_as_a_scalar_Fma_of_the_negated_subtrahend_does() =>
        Check("Fms", (a, b, c) => L.Fms(a, b, c), (a, b, c) => T.FusedMultiplyAdd(a, b, -c));

    public static void Fnma_rounds_as_a_scalar_Fma_of_a_negated_factor_does() =>
        Check("Fnma", (a, b, c) => L.Fnma(a, b, c), (a, b, c) => T.FusedMultiplyAdd(-a, b, c));

    public static void Fma_Fms_and_Fnma_keep_the_digits_that_a_rounded_product_loses()
    {
        // (1 + ε)² = 1 + 2ε + ε², of which a rounded product keeps 1 + 2ε.
        var ulp = double.CreateTruncating(T.BitIncrement(T.One)) - 1;
        var (x, product) = (L.Splat(1 + ulp), L.Splat(1 + (2 * ulp)));
        AssertAll(T.CreateTruncating(ulp * ulp), L.Fma(x, x, L.Zero - product));
        AssertAll(T.CreateTruncating(ulp * ulp), L.Fms(x, x, product));
        AssertAll(T.CreateTruncating(-ulp * ulp), L.Fnma(x, x, product));
        AssertAll(T.Zero, (x * x) - product);
    }

    public static void Sqrt_rounds_as_a_scalar_one_does() => Check("Sqrt", (a, _, _) => L.Sqrt(a), (a, _, _) => T.Sqrt(a));

    public static void Abs_CopySign_and_negation_move_the_sign_bit_alone()
    {
        Check("−", (a, _, _) => -a, (a, _, _) => -a);
        Check("Abs", (a, _, _) => L.Abs(a), (a, _, _) => T.IsNegative(a) ? -a : a);
        Check("CopySign", (a, b, _) => L.CopySign(a, b), (a, b, _) => T.IsNegative(a) == T.IsNegative(b) ? a : -a);
    }

    public static void Min_and_Max_keep_NaN_and_put_minus_zero_below_plus_zero()
    {
        Check("Min", (a, b, _) => L.Min(a, b), (a, b, _) => T.IsNaN(a) || T.IsNaN(b) ? T.NaN : Below(a, b) ? a : b);
        Check("Max", (a, b, _) => L.Max(a, b), (a, b, _) => T.IsNaN(a) || T.IsNaN(b) ? T.NaN : Below(a, b) ? b : a);
    }

    public static void MaxOrRight_takes_the_right_one_where_the_left_is_not_greater() =>
        Check("MaxOrRight", (a, b, _) => L.MaxOrRight(a, b), (a, b, _) => a > b ? a : b);

    public static void Scale_rounds_the_factor_and_then_the_product() =>
        Check("Scale", (a, _, _) => L.Scale(a, 0.1), (a, _, _) => a * T.CreateChecked(0.1));

    public static void MinOrRight_takes_the_right_one_where_the_left_is_not_smaller() =>
        Check("MinOrRight", (a, b, _) => L.MinOrRight(a, b), (a, b, _) => a < b ? a : b);

    public static void MaxMagnitudeOrRight_takes_the_right_one_where_the_left_is_no_larger_or_NaN() =>
        Check(
            "MaxMagnitudeOrRight",
            (a, b, c) => L.MaxMagnitudeOrRight(a - b, L.MaxOrRight(L.Abs(c), L.Zero)),
            (a, b, c) => T.Abs(a - b) > (T.IsNaN(c) ? T.Zero : T.Abs(c)) ? T.Abs(a - b) : T.IsNaN(c) ? T.Zero : T.Abs(c));

    public static void FlushSubnormal_makes_zeros_and_subnormal_numbers_plus_zero_and_keeps_all_else() =>
        Check("FlushSubnormal", (a, _, _) => L.FlushSubnormal(a), (a, _, _) => a == T.Zero || T.IsSubnormal(a) ? T.Zero : a);

    public static void SelectLess_and_SelectEqual_take_the_last_where_an_operand_is_NaN()
    {
        Check("SelectLess", (a, b, c) => L.SelectLess(a, b, a, c), (a, b, c) => a < b ? a : c);
        Check("SelectLess", (a, b, c) => L.SelectLess(a, b, c, b), (a, b, c) => a < b ? c : b);
        Check("SelectEqual", (a, b, c) => L.SelectEqual(a, b, a, c), (a, b, c) => a == b ? a : c);
        Check("SelectEqual", (a, b, c) => L.SelectEqual(a, b, c, b), (a, b, c) => a == b ? c : b);
    }

    public static void ZeroBits_has_a_bit_for_each_zero_of_either_sign_the_first_lowest()
    {
        for (var i = 0; i < _left.Length; i += L.Count)
        {
            // Ordinary operands hold hardly a zero.
            T[] numbers = [.. _left[i..(i + L.Count)].Select((number, j) => ((i + (3 * j)) % 5) switch { 0 => T.Zero, 1 => -T.Zero, _ => number })];
            var expected = numbers.Select((number, j) => number == T.Zero ? 1u << j : 0).Aggregate((bits, bit) => bits | bit);
            Assert.Equal(expected, L.ZeroBits(L.Load(in numbers[0])));
        }
    }

    public static void Sign_keeps_zeros_and_NaN_as_they_are() =>
        Check("Sign", (a, _, _) => L.Sign(a), (a, _, _) => a > T.Zero ? T.One : a < T.Zero ? -T.One : a);

    public static void SoftThreshold_takes_the_threshold_off_and_ends_at_plus_zero()
    {
        Check("SoftThreshold", (a, b, _) => L.SoftThreshold(a, Threshold(b)), (a, b, _) => SoftThreshold(a, T.IsNaN(b) ? T.Zero : T.Abs(b)));
        Check("SoftThreshold", (a, _, _) => L.SoftThreshold(a, L.Abs(a)), (a, _, _) => T.IsFinite(a) ? T.Zero : T.NaN);

        // No threshold is NaN.
        static L Threshold(L number) => L.SelectEqual(number, number, L.Abs(number), L.Zero);
        static T SoftThreshold(T value, T threshold) =>
            T.Abs(value) <= threshold && T.IsFinite(value) ? T.Zero : T.CopySign(T.Abs(value) - threshold, value);
    }

    private static bool Below(T left, T right) =>
        left < right || (left == right && T.IsNegative(left));

    private static T[] Operands(IEnumerable<T> first, int seed)
    {
        T[] operands = [.. first, .. Samples.BitPatterns<T>(5000, seed), .. Samples.Gradients<T>(5000, seed + 1)];

        // Whole lanes at every width.
        return operands[..^(operands.Length % Lanes512<float>.Count)];
    }

    private static void Check(string operation, Func<L, L, L, L> onLanes, Func<T, T, T, T> onScalars)
    {
        var (expected, actual) = (new T[_left.Length], new T[_left.Length]);
        for (var i = 0; i < _left.Length; i++)
        {
            expected[i] = onScalars(_left[i], _right[i], _third[i]);
        }

        for (var i = 0; i < _left.Length; i += L.Count)
        {
            onLanes(L.Load(in _left[i]), L.Load(in _right[i]), L.Load(in _third[i])).Store(ref actual[i]);
        }

        Bits.Equal<T>(expected, actual, new($"{operation} on {typeof(T).Name} in {L.Count} lanes", _left.Length, 0));
    }

    private static void AssertAll(T expected, L actual)
    {
        var all = new T[L.Count];
        Array.Fill(all, expected);
        Bits.Equal<T>(all, Stored(actual)[..L.Count], new($"{typeof(T).Name} in {L.Count} lanes", L.Count, 0));
    }

    /// <summary>The elements, and zeros after them.</summary>
    private static Span<T> Stored(L lanes)
    {
        var elements = new T[2 * L.Count];
        lanes.Store(ref elements[0]);
        return elements;
    }
}
