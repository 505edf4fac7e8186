namespace SimdReg.Sums;

/// <summary>Σ|w| and Σw², each as a double-double.</summary>
internal readonly record struct Norms(DoubleDouble Magnitudes, DoubleDouble Squares)
{
    public static Norms operator +(Norms left, Norms right) =>
        new(left.Magnitudes + right.Magnitudes, left.Squares + right.Squares);
}
