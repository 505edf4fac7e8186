using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>
/// Σ|w| and Σw² without any error, however many weights of whatever size: to be added to, merged, stored and read.
/// </summary>
/// <remarks>
/// <para>
/// Sums of parts of a model, from threads, machines or days, merge into the very bits that one pass over all of it gives,
/// in any order. <see cref="Penalty.Measure{T}(ReadOnlySpan{T})"/> is faster where all weights are at hand.
/// </para>
/// <para>Instances are mutable and not thread-safe: give each thread its own, and merge.</para>
/// </remarks>
public sealed class ExactWeightSums
{
    // Doubles are multiples of 2⁻¹⁰⁷⁴ below 2¹⁰²⁴, and there are at most 2⁶³ of them.
    private const int UnitExponent = -1074;
    private const int Bits = 1074 + 1024 + 64;

    private readonly FixedPoint _magnitudes = new(Bits);
    private readonly FixedPoint _squares = new((2 * Bits) - 64);
    private long _nonZeroCount;
    private long _nanCount;
    private long _infinityCount;
    private double _largestFinite;

    /// <summary>How many weights are not zero.</summary>
    public long NonZeroCount => _nonZeroCount;

    /// <summary>How many weights are NaN or infinite.</summary>
    public long NonFiniteCount => _nanCount + _infinityCount;

    /// <summary>Adds weights.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>. Both may go into one sum.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    // Unoptimised, a first call would take ten times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        foreach (var weight in weights)
        {
            Add(Math.Abs(double.CreateTruncating(weight)));
        }
    }

    /// <summary>Adds all that another instance holds. The other is left as it is, and may be this one.</summary>
    /// <param name="other">The other instance.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public void Add(ExactWeightSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _magnitudes.Add(other._magnitudes);
        _squares.Add(other._squares);
        _nonZeroCount += other._nonZeroCount;
        _nanCount += other._nanCount;
        _infinityCount += other._infinityCount;
        _largestFinite = Math.Max(_largestFinite, other._largestFinite);
    }

    /// <summary>All sums, each rounded once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public WeightSums<T> Round<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        return new WeightSums<T>
        {
            Magnitudes = RoundFinite<T>(() => Magnitudes),
            Squares = RoundFinite<T>(() => Squares),
            LargestMagnitude = RoundFinite<T>(() => Binary.Of(_largestFinite)),
            NonZeroCount = NonZeroCount,
            NonFiniteCount = NonFiniteCount,
        };
    }

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², rounded once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="penalty">The penalty. <see cref="INormPenalty.Norms"/> gives it for L1 and L2.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public T Of<T>(ElasticNet penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        return penalty.IsZero
            ? T.Zero
            : RoundFinite<T>(() =>
                (Magnitudes * Binary.Of(penalty.L1.Strength)) + (Squares * Binary.Of(penalty.L2.Strength) * Half));
    }

    private static Binary Half => new(BigInteger.One, -1);

    private Binary Magnitudes => new(_magnitudes.Value, UnitExponent);

    private Binary Squares => new(_squares.Value, 2 * UnitExponent);

    private T RoundFinite<T>(Func<Binary> number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        _nanCount > 0 ? T.NaN
        : _infinityCount > 0 ? T.PositiveInfinity
        : number().Round<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(double magnitude)
    {
        if (magnitude == 0)
        {
            return;
        }

        _nonZeroCount++;
        if (!double.IsFinite(magnitude))
        {
            _nanCount += double.IsNaN(magnitude) ? 1 : 0;
            _infinityCount += double.IsNaN(magnitude) ? 0 : 1;
            return;
        }

        _largestFinite = Math.Max(_largestFinite, magnitude);
        var (significand, exponent) = Binary.Split(magnitude);
        var position = exponent - UnitExponent;
        _magnitudes.Add(significand, position);

        var high = Math.BigMul(significand, significand, out ulong low);
        _squares.Add(low, 2 * position);
        if (high != 0)
        {
            _squares.Add(high, (2 * position) + 64);
        }
    }
}
