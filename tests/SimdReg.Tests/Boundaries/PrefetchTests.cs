using System.Runtime.Intrinsics.X86;
using SimdReg.Loops;

namespace SimdReg.Tests.Boundaries;

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
}
