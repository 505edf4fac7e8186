namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>What is assumed of machines that train together, one process on each.</summary>
internal sealed record Cluster
{
    public int Machines { get; init; } = 64;

    public long Weights { get; init; } = 1_000_000_000;

    /// <summary>α, the time of a message without its bytes.</summary>
    public double Latency { get; init; } = 5e-6;

    /// <summary>Bytes a second in each direction: 100 Gb/s, of which headers and protocol leave 90 %.</summary>
    public double NetworkBandwidth { get; init; } = 0.9 * 100e9 / 8;

    /// <summary>Bytes a second of all cores together.</summary>
    public double MemoryBandwidth { get; init; } = 200e9;

    public int Cores { get; init; } = 32;

    /// <summary>The bytes of a weight: 4 for float, 2 for bfloat16. Gradients travel as floats in either case.</summary>
    public int WeightBytes { get; init; } = sizeof(float);

    /// <summary>The weights of a chunk.</summary>
    public required int ChunkLength { get; init; }

    /// <summary>The time of one core to copy a byte into a buffer, and out of it. One thread does it.</summary>
    public required (double In, double Out) Copy { get; init; }

    /// <summary>The time of one core for the exact sum of <see cref="Machines"/> gradients of a weight.</summary>
    public required double Sum { get; init; }

    /// <summary>The time of one core to step a weight under AdamW.</summary>
    public required double Update { get; init; }
}
