using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Refuses bad arguments: names the parameter, the value and the rule.</summary>
internal static class Guard
{
    /// <summary>Returns a strength, a rate or the like, which must lie between 0 and the largest float.</summary>
    /// <remarks>Beyond the largest float it would be infinite for weights of that type.</remarks>
    public static double Parameter(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= float.MaxValue
            ? value + 0.0 // Of −0, 0.
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0 (and at most {float.MaxValue}, the largest float).");

    /// <summary>Returns s = λ/m.</summary>
    public static double StrengthOf(double lambda, long exampleCount, [CallerArgumentExpression(nameof(lambda))] string name = "")
    {
        Parameter(lambda, name);
        return exampleCount >= 1
            ? lambda / exampleCount
            : throw new ArgumentOutOfRangeException(nameof(exampleCount), exampleCount, $"{nameof(exampleCount)} must be at least 1.");
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

        if (second.Length != first.Length)
        {
            throw new ArgumentException($"{secondName} has {second.Length} elements and {firstName} has {first.Length}: they must be equally long.", secondName);
        }

        if (first.Overlaps(second) && !Unsafe.AreSame(in MemoryMarshal.GetReference(first), in MemoryMarshal.GetReference(second)))
        {
            throw new ArgumentException($"{secondName} overlaps {firstName}: they must be the same span or lie apart.", secondName);
        }
    }
}
