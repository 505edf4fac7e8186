using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>Validates arguments. Messages name the parameter, its value and the requirement.</summary>
internal static class Guard
{
    /// <summary>2⁻¹²⁶, the smallest normal float. A smaller number is zero or subnormal for weights of float.</summary>
    public const double SmallestNormalFloat = 1.17549435082228751e-38;

    /// <summary>Returns a strength, a rate or a similar parameter, which must be between 0 and the largest float.</summary>
    /// <remarks>A larger value would be infinite for weights of float.</remarks>
    public static double Parameter(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= float.MaxValue
            ? value + 0.0 // Turns −0 into +0.
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0 (and at most {float.MaxValue}, the largest float).");

    /// <summary>Returns a fraction, such as a momentum coefficient or the decay rate of a running mean, which must be in [0, 1).</summary>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1
            ? value + 0.0
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    /// <summary>Returns a parameter such as ε, which must be above 0 and neither zero nor subnormal for weights of float.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= SmallestNormalFloat and <= float.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above 0 (at least {SmallestNormalFloat}, the smallest normal float, and at most {float.MaxValue}, the largest).");

    /// <summary>Returns a parameter that must be above a bound, such as γ of <c>Mcp</c>.</summary>
    public static double Above(double bound, double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > bound && value <= float.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above {bound} (and at most {float.MaxValue}, the largest float).");

    /// <summary>Returns a bound of weights, which must be finite as a float.</summary>
    public static double Bound(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= -float.MaxValue and <= float.MaxValue
            ? value + 0.0
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite (between {-float.MaxValue} and {float.MaxValue}, the ends of float).");

    /// <summary>Returns ε, the number that a rule adds to a root before it divides α by the sum.</summary>
    /// <remarks>Where the root is 0, the rate is α/ε. An infinite rate would turn a gradient of 0 into NaN.</remarks>
    public static double Divisor(double epsilon, double learningRate)
    {
        // Some rules divide, others multiply by the reciprocal: at the limit, one may round to infinity where the other does not.
        var (rate, divisor) = ((float)learningRate, (float)Positive(epsilon));
        return float.IsFinite(rate / divisor) && float.IsFinite(rate * (1 / divisor))
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, $"{nameof(learningRate)} / {nameof(epsilon)} must not exceed {float.MaxValue}, the largest float, and {nameof(epsilon)} is {epsilon}.");
    }

    /// <summary>Returns a parameter that no constructor of the rule allows to be 0. The default of the rule's struct has only zeros, and its step would divide 0 by 0.</summary>
    public static double Constructed<TRule>(double number)
        where TRule : struct =>
        number > 0
            ? number
            : throw new InvalidOperationException($"This {typeof(TRule).Name} is default({typeof(TRule).Name}), whose parameters are all 0: create it with a constructor that takes the learning rate.");

    /// <summary>Requires a rule to have 0 to 3 state slots.</summary>
    /// <remarks>The count is a constant of the rule: where it is valid, the JIT removes the check.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StateCount<TRule>(int count)
        where TRule : struct
    {
        if (count is < 0 or > 3)
        {
            Refuse.RuleStateCount(typeof(TRule).Name, count);
        }
    }

    /// <summary>The requirement of <see cref="IsStepCount"/>, as the end of a sentence.</summary>
    public const string StepCountRule = "must be at least 0 and below 9223372036854775807, so that another step can be counted";

    /// <summary>Whether a number of steps is valid and allows another step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsStepCount(long value) => value is >= 0 and < long.MaxValue;

    /// <summary>Returns a number of steps taken, which must be valid and allow another step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long StepCount(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!IsStepCount(value))
        {
            Refuse.StepCount(value, name);
        }

        return value;
    }

    /// <summary>Returns s = λ/m, which must be a valid strength. λ itself may exceed the largest float.</summary>
    public static double StrengthOf(double lambda, long exampleCount, [CallerArgumentExpression(nameof(lambda))] string name = "")
    {
        var strength = lambda / AtLeastOne(exampleCount);
        return lambda is >= 0 and <= double.MaxValue && strength <= float.MaxValue
            ? strength
            : throw new ArgumentOutOfRangeException(name, lambda, $"{name} must be finite and at least 0, and {name} / {nameof(exampleCount)} at most {float.MaxValue}, the largest float: {nameof(exampleCount)} is {exampleCount}.");
    }

    /// <summary>Requires weights and gradients of equal length that are the same span or do not overlap.</summary>
    public static void Paired<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();

        EquallyLong(weights, gradients);

        if (Overlap(weights, gradients) && !Unsafe.AreSame(in MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients)))
        {
            Refuse.Overlap(nameof(weights), nameof(gradients));
        }
    }

    /// <summary>Requires weights and gradients of equal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EquallyLong<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients)
    {
        if (gradients.Length != weights.Length)
        {
            Refuse.Lengths(nameof(weights), weights.Length, nameof(gradients), gradients.Length);
        }
    }

    /// <summary>Requires a part to be within a span.</summary>
    public static void Range(int start, int length, int whole)
    {
        if ((uint)start > (uint)whole || (uint)length > (uint)(whole - start))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{nameof(start)} and {nameof(length)}, {length}, must be those of a part of the {whole} numbers.");
        }
    }

    /// <summary>Returns a value that must be one of its enumeration.</summary>
    public static TEnum Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    /// <summary>Whether two spans of equal length have a common element.</summary>
    // One comparison, where MemoryExtensions.Overlaps, which also takes different lengths, is a call under NativeAOT.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Overlap<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right) =>
        Math.Abs(Unsafe.ByteOffset(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right))) < (nint)left.Length * Unsafe.SizeOf<T>();

    /// <summary>Returns a number that must be at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInteger AtLeastOne<TInteger>(TInteger value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TInteger : IBinaryInteger<TInteger>
    {
        if (value < TInteger.One)
        {
            Refuse.BelowOne(value, name);
        }

        return value;
    }
}
