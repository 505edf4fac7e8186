using System.Numerics;

namespace SimdReg.Tests.Rules;

/// <summary>A first step of many equal weights.</summary>
internal static class FirstStep
{
    /// <summary>Several of the widest vectors, and some besides.</summary>
    public const int Count = 75;

    /// <summary>The weights after a first step from equal ones.</summary>
    public static T[] From<TRule, T>(TRule rule, T weight, T gradient, int? slot = null, T value = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (weights, gradients) = (new T[Count], new T[Count]);
        weights.AsSpan().Fill(weight);
        gradients.AsSpan().Fill(gradient);
        var state = rule.CreateState<TRule, T>(weights);
        if (slot is { } changed)
        {
            state[changed].Fill(value);
        }

        rule.Step(weights, gradients, state);
        return weights;
    }
}
