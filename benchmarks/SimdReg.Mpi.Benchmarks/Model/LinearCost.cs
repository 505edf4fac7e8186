namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>The time of a message of b bytes: α + β·b.</summary>
/// <remarks>Source: Hockney, "The communication challenge for MPP: Intel Paragon and Meiko CS-2", Parallel Computing 20, 1994.</remarks>
/// <param name="Latency">α, in seconds.</param>
/// <param name="PerByte">β, in seconds.</param>
internal readonly record struct LinearCost(double Latency, double PerByte)
{
    public double Of(double bytes) => Latency + (PerByte * bytes);

    /// <summary>Fits the costs by least squares of the relative errors, so that short messages count as much as long ones.</summary>
    public static LinearCost Fit(IEnumerable<(double Bytes, double Time)> messages)
    {
        double weights = 0, bytes = 0, times = 0, squares = 0, products = 0;
        foreach (var (b, t) in messages)
        {
            var weight = 1 / (t * t);
            weights += weight;
            bytes += weight * b;
            times += weight * t;
            squares += weight * b * b;
            products += weight * b * t;
        }

        var perByte = ((weights * products) - (bytes * times)) / ((weights * squares) - (bytes * bytes));
        return new((times - (perByte * bytes)) / weights, perByte);
    }
}
