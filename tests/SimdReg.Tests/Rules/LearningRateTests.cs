using System.Reflection;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Rules;

/// <summary>A rule with another learning rate, and rules and penalties that cannot be made without parameters.</summary>
public class LearningRateTests
{
    [Fact]
    public void Every_rule_takes_another_rate_and_keeps_all_else()
    {
        AssertRate(new Sgd(0.1), rate => new Sgd(rate));
        AssertRate(new Momentum(0.1, 0.3), rate => new Momentum(rate, 0.3));
        AssertRate(new NesterovMomentum(0.1, 0.3), rate => new NesterovMomentum(rate, 0.3));
        AssertRate(new DampenedMomentum(0.1, 0.3, 0.7), rate => new DampenedMomentum(rate, 0.3, 0.7));
        AssertRate(new Adam(0.1, 0.3, 0.7, 1e-5), rate => new Adam(rate, 0.3, 0.7, 1e-5));
        AssertRate(new AmsGrad(0.1, 0.3, 0.7, 1e-5), rate => new AmsGrad(rate, 0.3, 0.7, 1e-5));
        AssertRate(new Adagrad(0.1, 0.3, 0.7, 1e-5), rate => new Adagrad(rate, 0.3, 0.7, 1e-5));
        AssertRate(new RmsProp(0.1, 0.3, 1e-5), rate => new RmsProp(rate, 0.3, 1e-5));
        AssertRate(new CenteredRmsProp(0.1, 0.3, 1e-5), rate => new CenteredRmsProp(rate, 0.3, 1e-5));
        AssertRate(new RmsPropMomentum(0.1, 0.3, 0.7, 1e-5), rate => new RmsPropMomentum(rate, 0.3, 0.7, 1e-5));
        AssertRate(new CenteredRmsPropMomentum(0.1, 0.3, 0.7, 1e-5), rate => new CenteredRmsPropMomentum(rate, 0.3, 0.7, 1e-5));
        AssertRate(new Lion(0.1, 0.3, 0.7), rate => new Lion(rate, 0.3, 0.7));
        AssertRate(new Ftrl(0.1, 0.3, 0.7, 0.9), rate => new Ftrl(rate, 0.3, 0.7, 0.9));
        Assert.Equal(13, RuleTable.All.Count);
    }

    [Fact]
    public void A_rule_or_penalty_with_parameters_cannot_be_made_without_them()
    {
        var types = typeof(L2).Assembly.GetExportedTypes()
            .Where(type => type.IsValueType && type.GetInterfaces().Any(face =>
                face == typeof(IPenalty) || face == typeof(IGroupPenalty) || face == typeof(IConstraint) || (face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IUpdateRule<>))))
            .Where(type => type != typeof(None) && type != typeof(NonNegative) && type != typeof(UnitNorm))
            .ToList();

        // Rules; penalties on one weight, on groups, and combined with others; constraints.
        Assert.Equal(13 + 10 + 3 + 3 + 6, types.Count);
        foreach (var type in types)
        {
            var constructor = type.GetConstructor(Type.EmptyTypes);
            Assert.True(constructor?.GetCustomAttribute<ObsoleteAttribute>()?.IsError, type.Name);
            if (type.IsGenericTypeDefinition)
            {
                continue;
            }

            Assert.IsType<NotSupportedException>(Assert.Throws<TargetInvocationException>(() => constructor!.Invoke(null)).InnerException);
        }
    }

    private static void AssertRate<TRule>(TRule rule, Func<double, TRule> expected)
        where TRule : struct, IUpdateRule<TRule>
    {
        Assert.Equal(expected(0.1), rule);
        Assert.Equal(expected(0.02), rule.WithLearningRate(0.02));
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => rule.WithLearningRate(-1)).ParamName);
    }
}
