using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>A rule written outside the library does all that the library's own do: Signum is Lion with β₁ = β₂, to the bit.</summary>
public abstract class CustomRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Rate = 0.01;
    private const double Beta = 0.875;

    [Fact]
    public void Without_a_penalty_it_is_Lion() => AssertIsLion(default(None).Coupled());

    [Fact]
    public void With_a_coupled_penalty_it_is_Lion() => AssertIsLion(new ElasticNet(0.01, 0.1).Coupled());

    [Fact]
    public void With_a_decoupled_penalty_it_is_Lion() => AssertIsLion(new L2(0.1).Decoupled());

    [Fact]
    public void With_a_proximal_penalty_it_is_Lion() => AssertIsLion(new L1(0.1).Proximal());

    [Fact]
    public void With_every_option_it_is_Lion() =>
        AssertIsLion(new L1(0.1).Coupled(), new StepOptions(gradientScale: 0.5, maximize: true, keepZeros: true, maxDegreeOfParallelism: 2));

    [Fact]
    public void Its_state_is_stored_and_read_again()
    {
        var signum = new Signum(Rate, Beta);
        var weights = Samples.Weights<T>(31, seed: 1);
        var state = signum.CreateState(weights);
        signum.Step(weights, Samples.Gradients<T>(31, seed: 2), state);
        var stored = new byte[state.ByteCount];
        state.WriteTo(stored);

        var read = signum.CreateState(weights);
        read.ReadFrom(stored);

        Assert.Equal(1, read.StepCount);
        Assert.Equal(state[0].ToArray(), read[0].ToArray());
        Assert.Throws<InvalidDataException>(() => new Lion(Rate).CreateState(weights).ReadFrom(stored));
    }

    private static void AssertIsLion<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term, StepOptions options = default)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var signum = new Signum(Rate, Beta);
        var lion = new Lion(Rate, Beta, Beta);
        foreach (var length in Lengths.Few)
        {
            var expected = Samples.Weights<T>(length, seed: length);
            T[] actual = [.. expected];
            var (lionState, state) = (lion.CreateState(expected), signum.CreateState(actual));
            for (var step = 0; step < 5; step++)
            {
                var gradients = Samples.Gradients<T>(length, seed: -(5 * length) - step);
                lion.Step(expected, gradients, term, lionState, options);
                signum.Step(actual, gradients, term, state, options);
                Assert.Equal(expected, actual);
                Assert.Equal(lionState[0].ToArray(), state[0].ToArray());
            }

            Assert.Equal(5, state.StepCount);
        }
    }
}

public class CustomRuleOfFloat : CustomRule<float>;

public class CustomRuleOfDouble : CustomRule<double>;

/// <summary>The examples in the documentation show the penalty and the rule that are tested here.</summary>
public class CustomExamples
{
    [Theory]
    [InlineData("tests/SimdReg.Tests/Support/DeadZonePenalty.cs", "docs/examples/custom-penalty.cs")]
    [InlineData("tests/SimdReg.Tests/Support/SignumRule.cs", "docs/examples/custom-rule.cs")]
    public void The_documented_code_is_the_tested_one(string tested, string documented) => Assert.Equal(StructIn(tested), StructIn(documented));

    /// <summary>From its summary to the end of the file.</summary>
    private static string StructIn(string path)
    {
        var text = File.ReadAllText(Repository.PathTo(path));
        var start = text.LastIndexOf("/// <summary>A ", StringComparison.Ordinal);
        Assert.True(start >= 0 && text[start..].Contains(" from outside the library", StringComparison.Ordinal), $"{path} does not hold the struct.");
        return text[start..];
    }
}
