using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>w − α·g</summary>
internal sealed class SgdReference(double learningRate) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public int StateCount => 0;

    public T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        rate = T.CreateTruncating(learningRate);
        return T.FusedMultiplyAdd(-rate, g, w);
    }
}
