using FsCheck.Xunit;
using SimdReg.Mpi.Benchmarks.Model;

namespace SimdReg.Mpi.Tests;

/// <summary>The model of the time of a step.</summary>
public class CostModelTests
{
    [Property(MaxTest = 50)]
    public void A_fit_finds_the_costs_of_messages_without_noise(byte latency, byte perByte)
    {
        var cost = new LinearCost((1 + latency) * 1e-7, (1 + perByte) * 1e-11);

        var fit = LinearCost.Fit(Enumerable.Range(8, 15).Select(i => ((double)(1 << i), cost.Of(1 << i))));

        // The determinant of the equations loses at most a factor of 4¹⁴ of 2⁵³.
        Assert.InRange(fit.Latency / cost.Latency, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(fit.PerByte / cost.PerByte, 1 - 1e-6, 1 + 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    public void A_plan_sends_the_lower_bound(int machines)
    {
        var plan = new Plan(Of(machines));
        Assert.Equal(2.0 * (machines - 1) / machines * 1e9 * sizeof(float), plan.GradientBytes + plan.SentWeightBytes, 1.0);
    }

    [Fact]
    public void Overlap_hides_the_shorter_of_network_and_processor()
    {
        var plan = new Plan(Of(64));
        Assert.Equal(Math.Min(plan.Network, plan.Processor), plan.WithoutOverlap - plan.WithOverlap, 1e-12);
        Assert.True(plan.Network > 0 && plan.Processor > 0);
    }

    [Fact]
    public void Narrow_weights_halve_what_is_gathered_and_nothing_of_what_is_exchanged()
    {
        var (plan, narrow) = (new Plan(Of(64)), new Plan(Of(64) with { WeightBytes = 2 }));
        Assert.Equal(plan.SentWeightBytes / 2, narrow.SentWeightBytes);
        Assert.Equal(plan.GradientBytes, narrow.GradientBytes);
    }

    private static Cluster Of(int machines) => new() { Machines = machines, ChunkLength = 1 << 17, Copy = (1e-10, 2e-10), Sum = 2e-8, Update = 1e-9 };
}
