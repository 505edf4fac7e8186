using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Lanes;

/// <summary>left × right + addend, rounded once, in vectors of processors that have no such instruction.</summary>
/// <remarks>
/// <para>The proofs stand in <c>docs/numerics.md</c>.</para>
/// <para>
/// Source: Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", IEEE Transactions
/// on Computers, 2008.
/// </para>
/// </remarks>
internal static class SoftwareFma
{
    // Of a double that is no float: the bits below those of a float, and a one in the highest of them alone.
    private const int LowBits = (1 << 29) - 1;
    private const int Midpoint = 1 << 28;

    // The upper half of 2⁻¹²⁶, the smallest normal float, as a double.
    private const int SmallestNormal = 0x3810_0000;

    // Between these bounds no error term of a product underflows, and no head of a factor and no sum overflows.
    private const double LeastProduct = 1.1830521861667747e-271; // 2⁻⁹⁰⁰
    private const double Most = 1.0715086071862673e301; // 2¹⁰⁰⁰

    /// <summary>Whether the processor, or the target of the compilation, has the instruction.</summary>
    public static bool IsNeeded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !Fma.IsSupported && !AdvSimd.IsSupported;
    }

    /// <summary>By way of double, in which the product is exact: rounding its sum once more is right unless that lies midway between two floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        var (lowerProduct, lowerAddend) = (Vector128.WidenLower(left) * Vector128.WidenLower(right), Vector128.WidenLower(addend));
        var (upperProduct, upperAddend) = (Vector128.WidenUpper(left) * Vector128.WidenUpper(right), Vector128.WidenUpper(addend));
        var (lower, upper) = (lowerProduct + lowerAddend, upperProduct + upperAddend);
        if (!AreNarrowedRight(lower, upper))
        {
            // Nor this a method.
            lower = SumToOdd(lowerProduct, lowerAddend);
            upper = SumToOdd(upperProduct, upperAddend);
        }

        return Vector128.Narrow(lower, upper);
    }

    /// <summary>By error-free transformations, of which the smaller terms are rounded to odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> left, Vector128<double> right, Vector128<double> addend)
    {
        var product = left * right;
        var magnitude = Vector128.Abs(product);
        var isZero = Vector128.Equals(product, Vector128<double>.Zero)
            & (Vector128.Equals(left, Vector128<double>.Zero) | Vector128.Equals(right, Vector128<double>.Zero));
        var isInRange = Vector128.GreaterThanOrEqual(magnitude, Vector128.Create(LeastProduct)) & Vector128.LessThanOrEqual(magnitude, Vector128.Create(Most));

        // Of the larger and a NaN, the second is the result. A factor of NaN shows in the product.
        var largest = Vector128.MaxNative(Vector128.MaxNative(Vector128.Abs(left), Vector128.Abs(right)), Vector128.Abs(addend));
        var isSafe = (isInRange | isZero) & Vector128.LessThanOrEqual(largest, Vector128.Create(Most));
        if (!Vector128.EqualsAll(isSafe.AsInt64(), Vector128<long>.AllBitsSet))
        {
            // Not a method of its own: a vector that a call may return lies in memory, also where it is not called.
            return Vector128.Create(Math.FusedMultiplyAdd(left[0], right[0], addend[0]), Math.FusedMultiplyAdd(left[1], right[1], addend[1]));
        }

        var (inner, innerError) = TwoSum(addend, ProductError(left, right, product));
        var (sum, sumError) = TwoSum(product, inner);
        var result = sum + SumToOdd(innerError, sumError);

        // With a term of zero the other is the result, and the sum has the sign of zero.
        return Vector128.ConditionalSelect(isZero | Vector128.Equals(addend, Vector128<double>.Zero), product + addend, result);
    }

    /// <summary>Whether no number is midway between two floats, nor becomes a subnormal one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNarrowedRight(Vector128<double> lower, Vector128<double> upper)
    {
        var (low, high) = Sse.IsSupported
            ? (Sse.Shuffle(lower.AsSingle(), upper.AsSingle(), 0b10_00_10_00).AsInt32(), Sse.Shuffle(lower.AsSingle(), upper.AsSingle(), 0b11_01_11_01).AsInt32())
            : (Vector128.Narrow(lower.AsInt64(), upper.AsInt64()), Vector128.Narrow(lower.AsInt64() >>> 32, upper.AsInt64() >>> 32));
        var isMidway = Vector128.Equals(low & Vector128.Create(LowBits), Vector128.Create(Midpoint));
        var magnitude = high & Vector128.Create(int.MaxValue);

        // Between 0 and the smallest normal number, in one comparison: with this added, 0 wraps round to the largest integer.
        var isTiny = Vector128.LessThan(magnitude + Vector128.Create(int.MaxValue), Vector128.Create(unchecked(SmallestNormal + int.MaxValue)));
        return Vector128.EqualsAll(isMidway | isTiny, Vector128<int>.Zero);
    }

    /// <summary>left + right: if it is no double, the neighbour whose last bit is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> SumToOdd(Vector128<double> left, Vector128<double> right)
    {
        var (sum, error) = TwoSum(left, right);

        // An infinity or a NaN has an error of NaN, and stays.
        var isRounded = Vector128.GreaterThan(Vector128.Abs(error), Vector128<double>.Zero).AsInt64();
        var bits = sum.AsInt64();
        var isEven = Vector128.Equals(bits & Vector128<long>.One, Vector128<long>.Zero);
        var step = IsNegative(bits ^ error.AsInt64()) | Vector128<long>.One;
        return (bits + (step & isRounded & isEven)).AsDouble();
    }

    /// <summary>All bits where the sign bit is set. An arithmetic shift of 64 bits is not in SSE.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> IsNegative(Vector128<long> bits) =>
        Vector128.Shuffle(bits.AsInt32() >> 31, Vector128.Create(1, 1, 3, 3)).AsInt64();

    /// <summary>left + right as the rounded sum and its error. Source: Knuth, volume 2, section 4.2.2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<double> Sum, Vector128<double> Error) TwoSum(Vector128<double> left, Vector128<double> right)
    {
        var sum = left + right;
        var fromRight = sum - left;
        return (sum, (left - (sum - fromRight)) + (right - fromRight));
    }

    /// <summary>left × right − product, exactly. Source: Dekker, Numerische Mathematik, 1971.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ProductError(Vector128<double> left, Vector128<double> right, Vector128<double> product)
    {
        var (leftHead, rightHead) = (Head(left), Head(right));
        var (leftTail, rightTail) = (left - leftHead, right - rightHead);
        return (((leftHead * rightHead) - product) + (leftHead * rightTail) + (leftTail * rightHead)) + (leftTail * rightTail);
    }

    /// <summary>The nearest number of 26 bits. By its bits, because a multiplication would overflow near the largest numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Head(Vector128<double> value) =>
        ((value.AsInt64() + Vector128.Create(1L << 26)) & Vector128.Create(-1L << 27)).AsDouble();
}
