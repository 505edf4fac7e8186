namespace SimdReg.Tests.Widths;

/// <summary>Every loop of sums of gradients.</summary>
internal static class GradientSumLoops
{
    private const int Length = 165;

    /// <summary>The first pair, another one, a single addition, three roundings and a component; of floats, and of doubles.</summary>
    public static int Count => 2 * 7;

    public static void Run()
    {
        Run(new float[Length]);
        Run(new double[Length]);
    }

    private static void Run<T>(T[] numbers)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var sums = new T[Length];
        numbers[0] = T.One;
        GradientSums.Sum([numbers, numbers, numbers, numbers, numbers], sums);
        GradientSums.Mean([numbers, numbers, numbers], sums);
        GradientSums.Mean([numbers, numbers], sums);

        // The first gradient is copied. Those after it go through the loop of components.
        var exact = new ExactGradientSum<T>(Length);
        exact.Add(numbers);
        exact.Add(numbers);
    }
}
