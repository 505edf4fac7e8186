using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>w − α·g</summary>
internal sealed class SgdReference(double learningRate) : IUpdateRuleReference
{
    public double LearningRate => learningRate;

    public T Update<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.FusedMultiplyAdd(-T.CreateTruncating(learningRate), g, w);
}
