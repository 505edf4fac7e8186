namespace Narrow;

/// <summary>What came of a training.</summary>
/// <param name="Quality">The share of validation digits that are read right, or R² on validation patients.</param>
/// <param name="ShareOfZeros">The share of the penalised weights that are exactly zero.</param>
public sealed record Outcome(double Quality, double ShareOfZeros);

/// <summary>The mean of some numbers, their spread, and how well the mean is known.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of the numbers.</param>
/// <param name="Error">The standard error of the mean.</param>
public readonly record struct Statistic(double Mean, double Deviation, double Error)
{
    public static Statistic Of(double[] numbers)
    {
        var mean = numbers.Average();
        var deviation = Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1));
        return new(mean, deviation, deviation / Math.Sqrt(numbers.Length));
    }
}
