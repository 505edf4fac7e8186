using System.Globalization;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Tuning;

/// <summary>The digits as ten classes: a weight for each pixel and class, pixel by pixel, then an intercept for each class.</summary>
internal static class DigitClasses
{
    public const int WeightCount = ClassCount * (PixelCount + 1);

    private const int ClassCount = 10;
    private const int PixelCount = 64;

    private static readonly (double[] Pixels, int Digit)[] _rows = Read();

    /// <summary>1/m·Σ (log Σ exp(score) − score of the digit), the loss of softmax regression, row by row.</summary>
    public static double CrossEntropy(ReadOnlySpan<double> weights, Span<double> gradients)
    {
        gradients.Clear();
        Span<double> scores = stackalloc double[ClassCount];
        var sum = 0.0;
        foreach (var (pixels, digit) in _rows)
        {
            weights[(ClassCount * PixelCount)..].CopyTo(scores);
            for (var p = 0; p < PixelCount; p++)
            {
                for (var c = 0; pixels[p] != 0 && c < ClassCount; c++)
                {
                    scores[c] += pixels[p] * weights[(ClassCount * p) + c];
                }
            }

            var (largest, total, own) = (double.NegativeInfinity, 0.0, scores[digit]);
            foreach (var score in scores)
            {
                largest = Math.Max(largest, score);
            }

            foreach (ref var score in scores)
            {
                score = Math.Exp(score - largest);
                total += score;
            }

            sum += (Math.Log(total) + largest - own) / _rows.Length;
            for (var c = 0; c < ClassCount; c++)
            {
                scores[c] = ((scores[c] / total) - (c == digit ? 1 : 0)) / _rows.Length;
                gradients[(ClassCount * PixelCount) + c] += scores[c];
            }

            for (var p = 0; p < PixelCount; p++)
            {
                for (var c = 0; pixels[p] != 0 && c < ClassCount; c++)
                {
                    gradients[(ClassCount * p) + c] += pixels[p] * scores[c];
                }
            }
        }

        return sum;
    }

    private static (double[] Pixels, int Digit)[] Read() =>
    [
        .. from line in File.ReadLines(Repository.PathTo("docs/data/digits.csv")).Skip(1)
           let cells = line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()
           select (cells[..PixelCount].Select(pixel => pixel / 16).ToArray(), (int)cells[PixelCount]),
    ];
}
