using System.Globalization;
using static SimdReg.Mpi.Benchmarks.Model.Markdown;

namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>The tables of a plan for machines that were not measured.</summary>
internal sealed class PlanTables(CostModel model, Measurements measured)
{
    private readonly Cluster _cluster = new()
    {
        ChunkLength = model.ChunkLength,
        Copy = (model.Memory(1, "pack") / sizeof(float), model.Memory(1, "unpack") / sizeof(float)),
        Sum = measured.Least("memory", 1, "sum of 64"),
        Update = measured.Least("memory", 1, "update"),
    };

    public string ChunkLength => Count(_cluster.ChunkLength);

    public string Assumptions() => Table(
        ["assumption", "value"],
        [
            ["machines, one process each", $"{_cluster.Machines}"],
            ["weights", Count(_cluster.Weights)],
            ["rule", "AdamW: two numbers of state a weight, in float"],
            ["gradients", "one float gradient a machine"],
            ["weights of a chunk", ChunkLength],
            ["latency of a message, α", $"{Number(_cluster.Latency * 1e6)} µs, each after the other: an upper bound"],
            ["network, each direction", $"{Number(_cluster.NetworkBandwidth / 1e9)} GB/s: 90 % of 100 Gb/s"],
            ["memory of a machine", $"{Number(_cluster.MemoryBandwidth / 1e9)} GB/s"],
            ["cores of a machine", $"{_cluster.Cores}"],
            ["threads for sum and update; copies use one", $"{new Plan(_cluster).Threads}"],
            ["copy into a buffer, one core, measured", $"{Number(1 / _cluster.Copy.In / 1e9)} GB/s"],
            ["copy out of a buffer, one core, measured", $"{Number(1 / _cluster.Copy.Out / 1e9)} GB/s"],
            ["exact sum of 64 numbers, one core, measured", $"{Number(_cluster.Sum * 1e9)} ns"],
            ["AdamW of a weight, one core, measured", $"{Number(_cluster.Update * 1e9)} ns"],
        ]);

    public string Steps()
    {
        Plan[] plans = [new(_cluster), new(_cluster with { WeightBytes = 2 })];
        return Table(
            ["a step on each machine", "float", "bfloat16 weights"],
            [
                Row("gradients sent, GB", plan => plan.GradientBytes / 1e9),
                Row("weights sent, GB", plan => plan.SentWeightBytes / 1e9),
                Row("network: gradients, ms", plan => plan.GradientTransfer * 1e3),
                Row("network: weights, ms", plan => plan.WeightTransfer * 1e3),
                Row("network: latencies, ms", plan => plan.Latencies * 1e3),
                Row("copies into buffers, ms", plan => plan.Pack * 1e3),
                Row("exact sum, ms", plan => plan.Sum * 1e3),
                Row("update, ms", plan => plan.Update * 1e3),
                Row("copies out of buffers, ms", plan => plan.Unpack * 1e3),
                Row("**step without overlap, ms**", plan => plan.WithoutOverlap * 1e3),
                Row("**step with overlap, ms**", plan => plan.WithOverlap * 1e3),
                ["what decides with overlap", .. plans.Select(plan => plan.Deciding)],
                Row("memory: weights, gradient and its sum, GB", plan => plan.ModelBytes / 1e9),
                Row("memory: state and summed gradients of the shard, GB", plan => plan.ShardBytes / 1e9),
                Row("memory: buffers, GB", plan => plan.BufferBytes / 1e9),
            ]);

        string[] Row(string name, Func<Plan, double> value) => [name, .. plans.Select(plan => Number(value(plan)))];
    }

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
