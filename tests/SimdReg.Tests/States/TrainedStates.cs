using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

/// <summary>States of Adam some steps on, their bytes, and what is refused of such bytes.</summary>
public abstract class TrainedStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const int Length = 133;

    private protected static void Train<TRule>(TRule rule, T[] weights, UpdateState<TRule, T> state, int from, int to)
        where TRule : struct, IUpdateRule<TRule>
    {
        for (var step = from; step < to; step++)
        {
            rule.Step(weights, Samples.Gradients<T>(Length, seed: 41 + step), new L2(0.3), state);
        }
    }

    private protected static UpdateState<Adam, T> Trained(int steps)
    {
        var state = new Adam(0.1).CreateState<Adam, T>(new T[Length]);
        Train(new Adam(0.1), Samples.Weights<T>(Length, seed: 40), state, 0, steps);
        return state;
    }

    private protected static byte[] Stored<TRule, TElement>(UpdateState<TRule, TElement> state)
        where TRule : struct, IUpdateRule<TRule>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var bytes = new byte[state.ByteCount];
        state.WriteTo(bytes);
        return bytes;
    }

    private protected static byte[] Sealed(byte[] bytes)
    {
        StoredForm.Seal(bytes);
        return bytes;
    }

    private protected static void AssertRefused(byte[] bytes, string reason)
    {
        var (state, before) = (Trained(steps: 1), Trained(steps: 1));
        AssertRefusedBy(state, bytes, reason);
        StateBits.Equal(before, state, reason);
    }

    private protected static void AssertRefusedBy<TRule>(TRule rule, byte[] bytes, string reason)
        where TRule : struct, IUpdateRule<TRule> =>
        AssertRefusedBy(rule.CreateState<TRule, T>(new T[Length]), bytes, reason);

    private protected static void AssertRefusedBy<TRule>(UpdateState<TRule, T> state, byte[] bytes, string reason)
        where TRule : struct, IUpdateRule<TRule>
    {
        var error = Assert.Throws<InvalidDataException>(() => state.ReadFrom(bytes));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
