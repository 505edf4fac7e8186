using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Exact Σ|w| and Σw², and the counts of non-zero, infinite and NaN weights.</summary>
internal sealed partial class ExactNorms
{
    // A finite double is a multiple of 2⁻¹⁰⁷⁴ below 2¹⁰²⁴, its square a multiple of 2⁻²¹⁴⁸ below 2²⁰⁴⁸, and there are at most 2⁶³ of them.
    private const int UnitExponent = -1074;
    private const int MagnitudeBits = 1074 + 1024 + 63;
    private const int SquareBits = (2 * (1074 + 1024)) + 63;

    private readonly FixedPoint _magnitudes = new(MagnitudeBits);
    private readonly FixedPoint _squares = new(SquareBits);
    private double _largestFinite;
    private long _nonZeroCount;
    private long _infinityCount;
    private long _nanCount;

    private Binary Magnitudes => new(_magnitudes.Value, UnitExponent);

    private Binary Squares => new(_squares.Value, 2 * UnitExponent);

    /// <summary>Adds weights.</summary>
    /// <exception cref="OverflowException">There would be 2⁶³ or more weights that are not zero. Nothing has been added.</exception>
    // AggressiveOptimization: the first call is often the only one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_nonZeroCount > long.MaxValue - weights.Length)
        {
            RequireRoom(weights);
        }

        foreach (var weight in weights)
        {
            Add(Math.Abs(double.CreateTruncating(weight)));
        }
    }

    /// <summary>Adds the sums and counts of another instance, which may be this one.</summary>
    /// <exception cref="OverflowException">Together they hold 2⁶³ or more weights that are not zero. Nothing has been added.</exception>
    public void Add(ExactNorms other)
    {
        // The sums have room for as many weights as the count can hold. The count overflows first, and it includes NaN and ∞.
        _nonZeroCount = checked(_nonZeroCount + other._nonZeroCount);
        _infinityCount += other._infinityCount;
        _nanCount += other._nanCount;
        _largestFinite = Math.Max(_largestFinite, other._largestFinite);
        _magnitudes.Add(other._magnitudes);
        _squares.Add(other._squares);
    }

    /// <summary>Rounds each sum once to the nearest value of a type.</summary>
    public WeightSums<T> Round<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            SumOfMagnitudes = Round<T>(Magnitudes),
            SumOfSquares = Round<T>(Squares),
            MaxMagnitude = Round<T>(Binary.Of(_largestFinite)),
            NonZeroCount = _nonZeroCount,
            NonFiniteCount = _infinityCount + _nanCount,
        };

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², rounded once to the nearest value of a type.</summary>
    public T Round<T>(NormStrengths strengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Round<T>((Magnitudes * Binary.Of(strengths.L1)) + (Squares * Binary.Of(strengths.L2) * new Binary(BigInteger.One, -1)));

    /// <summary>√Σw², rounded once to the nearest value of a type.</summary>
    public T RoundNorm<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Round<T>(Squares.Root());

    /// <summary>Requires room in the count for the weights that are not zero.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RequireRoom<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _ = checked(_nonZeroCount + (weights.Length - weights.Count(T.Zero)));

    private T Round<T>(Binary sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _nanCount > 0 ? T.NaN
        : _infinityCount > 0 ? T.PositiveInfinity
        : sum.Round<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(double magnitude)
    {
        if (magnitude == 0)
        {
            return;
        }

        _nonZeroCount++;
        if (double.IsNaN(magnitude))
        {
            _nanCount++;
        }
        else if (double.IsInfinity(magnitude))
        {
            _infinityCount++;
        }
        else
        {
            _largestFinite = Math.Max(_largestFinite, magnitude);
            var (significand, exponent) = Binary.Split(magnitude);
            var position = exponent - UnitExponent;
            _magnitudes.Add(significand, position);

            var high = Math.BigMul(significand, significand, out ulong low);
            _squares.Add(low, 2 * position);
            _squares.Add(high, (2 * position) + 64);
        }
    }
}
