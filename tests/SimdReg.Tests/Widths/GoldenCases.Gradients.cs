using System.Numerics;

namespace SimdReg.Tests.Widths;

/// <content>What sums of gradients make of the golden inputs: sums and means at once, and running sums with their components.</content>
internal static partial class GoldenCases
{
    private const int GradientCount = 5;

    private static IEnumerable<string> GradientSumsOf<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from length in _lengths
        from line in (IEnumerable<string>)
        [
            .. GradientSumsOf("", [.. Seeds().Select(seed => new GoldenInputs(seed).Tame<T>(length))], length),
            .. GradientSumsOf(", wild", [.. Seeds().Select(seed => new GoldenInputs(seed).Wild<T>(length))], length),
        ]
        select line;

    private static IEnumerable<ulong> Seeds() => Enumerable.Range(11, GradientCount).Select(seed => (ulong)seed);

    private static IEnumerable<string> GradientSumsOf<T>(string kind, T[][] parts, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (numbers, sum) = (new T[length], new ExactGradientSum<T>(length));
        Array.ForEach(parts, sum.Add);
        GradientSums.Sum(parts, numbers);
        yield return Line<T>($"GradientSums.Sum{kind}", length, numbers);
        GradientSums.Mean(parts[..4], numbers);
        yield return Line<T>($"GradientSums.Mean of 4{kind}", length, numbers);
        GradientSums.Mean(parts, numbers);
        yield return Line<T>($"GradientSums.Mean of {GradientCount}{kind}", length, numbers);
        for (var i = 0; i < sum.ComponentCount; i++)
        {
            yield return Line($"ExactGradientSum{kind}, component {i}", length, sum.Component(i).Span);
        }
    }
}
