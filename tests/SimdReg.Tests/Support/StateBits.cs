using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>States, compared bit for bit.</summary>
internal static class StateBits
{
    public static void Equal<T>(Optimizer<T> expected, Optimizer<T> actual, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.True(expected.StepCount == actual.StepCount, $"{name}: {expected.StepCount} steps expected, {actual.StepCount} found.");
        Assert.Equal(expected.StateCount, actual.StateCount);
        for (var slot = 0; slot < expected.StateCount; slot++)
        {
            Bits.Equal<T>(expected.GetState(slot), actual.GetState(slot), new($"{name}, state {slot}", expected.WeightCount, 0));
        }
    }

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
