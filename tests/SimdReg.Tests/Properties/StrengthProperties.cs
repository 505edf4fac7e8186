using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace SimdReg.Tests.Properties;

/// <summary>s = λ/m</summary>
[Properties(Arbitrary = [typeof(Drawn)])]
public class StrengthProperties
{
    [Property]
    public void A_regularisation_parameter_over_the_examples_is_a_strength(double first, double second, long m)
    {
        Assert.Equal(new L1(first / m), L1.FromLambda(first, m));
        Assert.Equal(new L2(first / m), L2.FromLambda(first, m));
        Assert.Equal(new ElasticNet(first / m, second / m), ElasticNet.FromLambda(first, second, m));
    }

    public static class Drawn
    {
        public static Arbitrary<double> Lambdas() =>
            Arb.From(Numbers<double>.AnyBits.Select(double.Abs).Where(lambda => lambda <= float.MaxValue));

        /// <summary>Of any number of digits.</summary>
        public static Arbitrary<long> ExampleCounts() => Arb.From(
            from word in ArbMap.Default.GeneratorFor<DoNotSize<long>>()
            from shift in Gen.Choose(1, 63)
            select Math.Max(1, word.Item >>> shift));
    }
}
