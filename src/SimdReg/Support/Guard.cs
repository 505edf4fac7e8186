using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>Refuses bad arguments. Messages name the parameter, its value and the requirement.</summary>
internal static class Guard
{
    /// <summary>2⁻¹²⁶: below it, a number is zero or subnormal for weights of float.</summary>
    public const double SmallestNormalFloat = 1.17549435082228751e-38;

    /// <summary>Returns a strength, a rate or the like, which must lie between 0 and the largest float.</summary>
    /// <remarks>Beyond the largest float it would be infinite for weights of that type.</remarks>
    public static double Parameter(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= float.MaxValue
            ? value + 0.0 // Of −0, 0.
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0 (and at most {float.MaxValue}, the largest float).");

    /// <summary>Returns a share, such as a momentum or the β of a running mean, which must lie in [0, 1).</summary>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1
            ? value + 0.0
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    /// <summary>Returns a parameter like ε, which must lie above 0, and not so close to it that it would be zero or subnormal for weights of float.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= SmallestNormalFloat and <= float.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above 0 (at least {SmallestNormalFloat}, the smallest normal float, and at most {float.MaxValue}, the largest).");

    /// <summary>Returns ε, to which a rule adds a root, and by which it then divides α.</summary>
    /// <remarks>Where the root is 0 the quotient is the rate. An infinite one would turn a gradient of 0 into NaN.</remarks>
    public static double Divisor(double epsilon, double learningRate)
    {
        // Some rules divide, some multiply by the inverse: at the edge each may round to infinity where the other does not.
        var (rate, divisor) = ((float)learningRate, (float)Positive(epsilon));
        return float.IsFinite(rate / divisor) && float.IsFinite(rate * (1 / divisor))
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, $"{nameof(learningRate)} / {nameof(epsilon)} must not exceed {float.MaxValue}, the largest float, and {nameof(epsilon)} is {epsilon}.");
    }

    /// <summary>Requires a rule that a constructor has made: one in which a number is not 0 that no constructor lets be 0.</summary>
    /// <remarks><c>new Adam()</c> is the default of the struct. Its step would divide 0 by 0.</remarks>
    public static void Constructed<TRule>(double number)
        where TRule : struct
    {
        if (!(number > 0))
        {
            throw new InvalidOperationException($"This {typeof(TRule).Name} has no parameters, as new {typeof(TRule).Name}() and default have none: make it with its constructor, which begins with the learning rate.");
        }
    }

    /// <summary>What <see cref="IsStepCount"/> requires, as the end of a sentence.</summary>
    public const string StepCountRule = "must be at least 0 and below 9223372036854775807, so that another step has a number";

    /// <summary>Whether so many steps can have been taken for another one to follow.</summary>
    public static bool IsStepCount(long value) => value is >= 0 and < long.MaxValue;

    /// <summary>Returns a number of steps taken, which another one must be able to follow.</summary>
    public static long StepCount(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!IsStepCount(value))
        {
            Refuse.StepCount(value, name);
        }

        return value;
    }

    /// <summary>Returns s = λ/m, which must be a strength. λ itself may be larger than one.</summary>
    public static double StrengthOf(double lambda, long exampleCount, [CallerArgumentExpression(nameof(lambda))] string name = "")
    {
        var strength = lambda / AtLeastOne(exampleCount);
        return lambda is >= 0 and <= double.MaxValue && strength <= float.MaxValue
            ? strength
            : throw new ArgumentOutOfRangeException(name, lambda, $"{name} must be finite and at least 0, and {name} / {nameof(exampleCount)} at most {float.MaxValue}, the largest float: {nameof(exampleCount)} is {exampleCount}.");
    }

    /// <summary>Requires two spans to be equally long and to be either one and the same or wholly apart.</summary>
    public static void Paired<T>(
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        [CallerArgumentExpression(nameof(first))] string firstName = "",
        [CallerArgumentExpression(nameof(second))] string secondName = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();

        EquallyLong(first, second, firstName, secondName);

        if (first.Overlaps(second) && !Unsafe.AreSame(in MemoryMarshal.GetReference(first), in MemoryMarshal.GetReference(second)))
        {
            Refuse.Overlap(firstName, secondName);
        }
    }

    /// <summary>Requires two spans to be equally long.</summary>
    public static void EquallyLong<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, string firstName = "weights", string secondName = "gradients")
    {
        if (second.Length != first.Length)
        {
            Refuse.Lengths(firstName, first.Length, secondName, second.Length);
        }
    }

    /// <summary>Returns a number that must be at least 1.</summary>
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
