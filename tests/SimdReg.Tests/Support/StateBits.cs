using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>States, compared bit for bit.</summary>
internal static class StateBits
{
    public static void Equal<TRule, T>(UpdateState<TRule, T> expected, UpdateState<TRule, T> actual, string name)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.True(expected.StepCount == actual.StepCount, $"{name}: {expected.StepCount} steps expected, {actual.StepCount} found.");
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            Bits.Equal<T>(expected[slot], actual[slot], new($"{name}, state {slot}", expected.WeightCount, 0));
        }
    }
}
