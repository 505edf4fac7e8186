namespace SimdReg.Tests.Steps;

/// <summary>The default of the options is what it means, and bad options are refused by name.</summary>
public class StepOptionsTests
{
    [Fact]
    public void Default_options_equal_those_that_say_the_same()
    {
        var said = new StepOptions { GradientScale = 1, Maximize = false, KeepZeros = false, MaxDegreeOfParallelism = 1 };
        Assert.Equal(default, said);
        Assert.Equal(default(StepOptions).GetHashCode(), said.GetHashCode());
        Assert.Equal(new StepOptions(1), said);
        Assert.Equal("StepOptions { GradientScale = 1, Maximize = False, KeepZeros = False, MaxDegreeOfParallelism = 1 }", default(StepOptions).ToString());
        Assert.NotEqual(default, said with { MaxDegreeOfParallelism = 2 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Fewer_threads_than_one_are_refused(int threads)
    {
        Assert.Equal("MaxDegreeOfParallelism", Assert.Throws<ArgumentOutOfRangeException>(() => new StepOptions { MaxDegreeOfParallelism = threads }).ParamName);
        Assert.Equal("maxDegreeOfParallelism", Assert.Throws<ArgumentOutOfRangeException>(() => new StepOptions(maxDegreeOfParallelism: threads)).ParamName);
    }
}
