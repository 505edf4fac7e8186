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
internal static class GoldenCases
{
    private const double LearningRate = 0.3;
    private const double Strength = 0.1;
    private const double OtherStrength = 0.7;

    // Four times the widest vector of floats, and a tail.
    private const int LongestListed = 131;

    private static readonly int[] _lengths = [1, 7, LongestListed, 1_000, 10_000];

    public static IEnumerable<string> Lines() => [.. Elementwise<float>(), .. Elementwise<double>(), .. Sums()];

    private static IEnumerable<string> Elementwise<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _lengths.SelectMany(length => (IEnumerable<string>)
        [
            .. Elementwise<T, None>(length, default),
            .. Elementwise<T, L1>(length, new(Strength)),
            .. Elementwise<T, L2>(length, new(Strength)),
            .. Elementwise<T, ElasticNet>(length, new(Strength, OtherStrength)),
        ]);

    private static IEnumerable<string> Elementwise<T, TPenalty>(int length, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        [
            AddGradient<T, TPenalty>(length, penalty),
            Step<T, TPenalty, Coupled>(length, penalty.Coupled()),
            Step<T, TPenalty, Decoupled>(length, penalty.Decoupled()),
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

    /// <summary>Sums of floats, whose rounding hides in which order the doubles were added. Sums of doubles show it.</summary>
    private static IEnumerable<string> Sums()
    {
        foreach (var length in _lengths)
        {
            var weights = new GoldenInputs(seed: 3).Tame<float>(length);
            yield return Line("Penalty.Of None", length, Penalty.Of<float, None>(weights, default));
            yield return Line("Penalty.Of L1", length, Penalty.Of<float, L1>(weights, new(Strength)));
            yield return Line("Penalty.Of L2", length, Penalty.Of<float, L2>(weights, new(Strength)));
            yield return Line("Penalty.Of ElasticNet", length, Penalty.Of<float, ElasticNet>(weights, new(Strength, OtherStrength)));

            var sums = Penalty.Measure<float>(weights);
            yield return Line("Measure sums", length, sums.Magnitudes, sums.Squares, sums.LargestMagnitude);
            yield return Line("Measure counts", length, sums.NonZeroCount, sums.NonFiniteCount);
        }
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
