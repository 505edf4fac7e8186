using System.Numerics;
using System.Text;

namespace SimdReg.Tests.Widths;

/// <summary>What every kernel makes of the golden inputs: a line for each, with the bits of every result.</summary>
/// <remarks>
/// <para>
/// The committed lines are in <c>golden.txt</c>. Nothing in the tests writes that file. A change of the formulas that is
/// meant, and only that, calls for new ones:
/// <c>dotnet tests/SimdReg.Tests/bin/Release/net10.0/SimdReg.Tests.dll golden &gt; tests/SimdReg.Tests/Widths/golden.txt</c>
/// </para>
/// <para>
/// A line reads <c>kernel type length: results</c>, a result being its bits in hexadecimal, or <c>nan</c>. Of more than
/// <see cref="LongestListed"/> results it holds a hash: what would stand there otherwise, through FNV-1a.
/// </para>
/// </remarks>
internal static partial class GoldenCases
{
    private const double LearningRate = 0.3;
    private const double Strength = 0.1;
    private const double OtherStrength = 0.7;

    // 2⁻⁵³⁸: four squares of it are the smallest double.
    private const double SquareUnderflows = 1.1113793747425387e-162;

    // Four times the widest vector of floats, and a tail.
    private const int LongestListed = 131;

    private static readonly int[] _lengths = [1, 7, LongestListed, 1_000, 10_000];

    public static IEnumerable<string> Lines() => [.. Elementwise<float>(), .. Elementwise<double>(), .. Rules<float>(), .. Rules<double>(), .. SumsOfFloats(), .. SumsOfDoubles(), .. Stored(), .. Structured<float>(), .. Structured<double>(), .. GradientSumsOf<float>(), .. GradientSumsOf<double>()];

    private static IEnumerable<string> Elementwise<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _lengths.SelectMany(length => (IEnumerable<string>)
        [
            .. Elementwise<T, None>(length, default),
            .. Elementwise<T, L1>(length, new(Strength)),
            .. Elementwise<T, L2>(length, new(Strength)),
            .. Elementwise<T, ElasticNet>(length, new(Strength, OtherStrength)),
            .. Elementwise<T, Huber>(length, new(Strength, OtherStrength)),
            .. Elementwise<T, Mcp>(length, new(Strength, 1.7)),
            .. Elementwise<T, Scad>(length, new(Strength, 3.7)),
            .. Elementwise<T, LogSum>(length, new(Strength, OtherStrength)),
            Step<T, LogSum, Proximal>(length, new LogSum(OtherStrength, Strength).Proximal()),
            Step<T, HardThreshold, Proximal>(length, new HardThreshold(Strength).Proximal()),
            Step<T, Box, Proximal>(length, new Box(-Strength, OtherStrength).Proximal()),
            Step<T, NonNegative, Proximal>(length, default(NonNegative).Proximal()),
            Step<T, NonNegative<L1>, Proximal>(length, new L1(Strength).NonNegative().Proximal()),
        ]);

    private static IEnumerable<string> Elementwise<T, TPenalty>(int length, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        [
            AddGradient<T, TPenalty>(length, penalty),
            Step<T, TPenalty, Coupled>(length, penalty.Coupled()),
            Step<T, TPenalty, Decoupled>(length, penalty.Decoupled()),
            Step<T, TPenalty, Cautious>(length, penalty.Cautious()),
            Step<T, TPenalty, Proximal>(length, penalty.Proximal()),
        ];

    private static string AddGradient<T, TPenalty>(int length, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var (weights, gradients) = WeightsAndGradients<T>(length);
        Penalty.AddGradient(weights, gradients, penalty);
        return Line<T>($"AddGradient {typeof(TPenalty).Name}", length, gradients);
    }

    private static string Step<T, TPenalty, TMode>(int length, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var (weights, gradients) = WeightsAndGradients<T>(length);
        new Sgd(LearningRate).Step(weights, gradients, term);
        return Line<T>($"Sgd.Step {typeof(TPenalty).Name}.{typeof(TMode).Name}", length, weights);
    }

    private static (T[] Weights, T[] Gradients) WeightsAndGradients<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (new GoldenInputs(seed: 1).Wild<T>(length), new GoldenInputs(seed: 2).Wild<T>(length));

    private static IEnumerable<string> SumsOfFloats() =>
        _lengths.SelectMany(length => Sums("", new GoldenInputs(seed: 3).Tame<float>(length)));

    /// <summary>Those of any finite numbers, whose squares overflow, and of small ones, whose squares underflow, are exact sums.</summary>
    private static IEnumerable<string> SumsOfDoubles() =>
        _lengths.SelectMany(length =>
        {
            var wild = WildWhere(length, double.IsFinite);
            var small = WildWhere(length, w => Math.Abs(w) < SquareUnderflows);
            return (IEnumerable<string>)
            [
                .. Sums("", new GoldenInputs(seed: 3).Tame<double>(length)),
                .. Sums(", wild", wild),
                .. Sums(", small", small),

                // Strengths that bring the sum of the squares back into the range of doubles.
                Line("Penalty.Sum L2, wild, least strength", length, Penalty.Sum<double, L2>(wild, new(double.Epsilon))),
                Line("Penalty.Sum L2, small, most strength", length, Penalty.Sum<double, L2>(small, new(float.MaxValue))),
            ];
        });

    /// <summary>Of wild numbers, one in eleven is small.</summary>
    private static double[] WildWhere(int length, Func<double, bool> condition) =>
        [.. new GoldenInputs(seed: 4).Wild<double>(100 * length).Where(condition).Take(length)];

    private static IEnumerable<string> Sums<T>(string kind, T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (length, sums) = (weights.Length, WeightSums.Measure<T>(weights));
        return
        [
            Line($"Penalty.Sum None{kind}", length, Penalty.Sum<T, None>(weights, default)),
            Line($"Penalty.Sum L1{kind}", length, Penalty.Sum<T, L1>(weights, new(Strength))),
            Line($"Penalty.Sum L2{kind}", length, Penalty.Sum<T, L2>(weights, new(Strength))),
            Line($"Penalty.Sum ElasticNet{kind}", length, Penalty.Sum<T, ElasticNet>(weights, new(Strength, OtherStrength))),
            Line($"Penalty.Sum Huber{kind}", length, Penalty.Sum<T, Huber>(weights, new(Strength, OtherStrength))),
            Line($"Penalty.Sum Mcp{kind}", length, Penalty.Sum<T, Mcp>(weights, new(Strength, 1.7))),
            Line($"Penalty.Sum Scad{kind}", length, Penalty.Sum<T, Scad>(weights, new(Strength, 3.7))),
            Line($"Penalty.Sum LogSum{kind}", length, Penalty.Sum<T, LogSum>(weights, new(Strength, OtherStrength))),
            Line($"Penalty.Sum HardThreshold{kind}", length, Penalty.Sum<T, HardThreshold>(weights, new(Strength))),
            Line($"Measure sums{kind}", length, sums.SumOfMagnitudes, sums.SumOfSquares, sums.MaxMagnitude),
            Line($"Measure counts{kind}", length, sums.NonZeroCount, sums.NonFiniteCount),
        ];
    }

    private static string Line<T>(string kernel, int length, params ReadOnlySpan<T> results)
        where T : unmanaged, INumberBase<T>
    {
        var text = new StringBuilder();
        foreach (var result in results)
        {
            text.Append(' ').Append(Bits(result));
        }

        var listed = results.Length <= LongestListed ? text.ToString() : $" hash={Fnv1a(text.ToString()):x16}";
        return $"{kernel} {typeof(T).Name} {length}:{listed}";
    }

    private static string Bits<T>(T number) => number switch
    {
        float.NaN or double.NaN => "nan",
        float value => $"{BitConverter.SingleToUInt32Bits(value):x8}",
        double value => $"{BitConverter.DoubleToUInt64Bits(value):x16}",
        _ => $"{number}",
    };

    private static ulong Fnv1a(string ascii)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in ascii)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return hash;
    }
}
