using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>An update rule on one weight, in plain scalar code without lanes.</summary>
internal interface IUpdateRuleReference
{
    double LearningRate { get; }

    T Update<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>;
}
