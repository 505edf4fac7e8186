using FsCheck;
using FsCheck.Fluent;

namespace SimdReg.Tests.Properties;

/// <summary>s = λ/m</summary>
public class StrengthProperties
{
    [Fact]
    public void A_regularisation_parameter_over_the_examples_is_a_strength() =>
        Prop.ForAll(Arb.From(Lambdas), Arb.From(Lambdas), Arb.From(ExampleCounts), (first, second, m) =>
        {
            Assert.Equal(new L1(first / m), L1.FromLambda(first, m));
            Assert.Equal(new L2(first / m), L2.FromLambda(first, m));
            Assert.Equal(new ElasticNet(first / m, second / m), ElasticNet.FromLambda(first, second, m));
        }).QuickCheckThrowOnFailure();

    private static Gen<double> Lambdas =>
        Numbers<double>.AnyBits.Select(double.Abs).Where(lambda => lambda <= float.MaxValue);

    /// <summary>Of any number of digits.</summary>
    private static Gen<long> ExampleCounts =>
        from word in ArbMap.Default.GeneratorFor<DoNotSize<long>>()
        from shift in Gen.Choose(1, 63)
        select Math.Max(1, word.Item >>> shift);
}
