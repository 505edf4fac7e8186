using System.Runtime.Intrinsics.X86;
using SimdReg.Loops;

namespace SimdReg.Tests.Loops;

public class PrefetchTests
{
    [Fact]
    public void Loops_fetch_ahead_on_processors_of_Intel()
    {
        const string Linux = "/proc/cpuinfo";
        var processor = File.Exists(Linux) ? File.ReadAllText(Linux) : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        if (processor is not null)
        {
            Assert.Equal(Sse.IsSupported && processor.Contains("GenuineIntel", StringComparison.Ordinal), Prefetch.Gains);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Adjacent_turns_ask_once_for_each_line_that_they_begin_in(int count)
    {
        const int Line = 64 / sizeof(float);
        var turns = Enumerable.Range(0, 100).ToList();
        var asked = turns.Where(turn => Prefetch.IsDue<float>((nuint)(turn * count), (nuint)count)).Select(LineOf);

        Assert.Equal(turns.Select(LineOf).Distinct(), asked);

        int LineOf(int turn) => turn * count / Line;
    }
}
