namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>What a step of a <see cref="Cluster"/> costs.</summary>
internal sealed class Plan(Cluster cluster)
{
    private const int StateBytes = 8;

    private double Shard => cluster.Weights / (double)cluster.Machines;

    private double Others => cluster.Machines - 1;

    /// <summary>The threads that share a chunk: one below 128 K weights; above, one for each range of 16 K weights, from 512 K on of 64 K.</summary>
    public int Threads => cluster.ChunkLength < 1 << 17 ? 1 : Math.Min(cluster.Cores, cluster.ChunkLength / (cluster.ChunkLength < 1 << 19 ? 1 << 14 : 1 << 16));

    /// <summary>The bytes of gradients that a machine sends in a step.</summary>
    public double GradientBytes => Others * Shard * sizeof(float);

    /// <summary>The bytes of weights that a machine sends in a step.</summary>
    public double SentWeightBytes => Others * Shard * cluster.WeightBytes;

    /// <summary>The latencies of all messages of a step, one after another.</summary>
    public double Latencies => 2 * Others * Math.Ceiling(Shard / cluster.ChunkLength) * cluster.Latency;

    public double GradientTransfer => GradientBytes / cluster.NetworkBandwidth;

    public double WeightTransfer => SentWeightBytes / cluster.NetworkBandwidth;

    public double Network => Latencies + GradientTransfer + WeightTransfer;

    public double Pack => (GradientBytes * cluster.Copy.In) + (Shard * cluster.WeightBytes * cluster.Copy.In);

    public double Unpack => SentWeightBytes * cluster.Copy.Out;

    public double Sum => Shard * cluster.Sum / Threads;

    public double Update => Shard * Math.Max(cluster.Update / Threads, ((2 * cluster.WeightBytes) + sizeof(float) + (2 * StateBytes)) / cluster.MemoryBandwidth);

    public double Processor => Pack + Sum + Update + Unpack;

    public double WithoutOverlap => Network + Processor;

    /// <summary>The slower of network and processor. The first chunk, whose transfer hides nothing, is left out: it is one of hundreds.</summary>
    public double WithOverlap => Math.Max(Network, Processor);

    public string Deciding => Network >= Processor ? "network" : "one core that copies";

    /// <summary>Weights, the array of a gradient, and the sum to which it is added.</summary>
    public double ModelBytes => cluster.Weights * (cluster.WeightBytes + (2.0 * sizeof(float)));

    /// <summary>The state and the summed gradients of the shard.</summary>
    public double ShardBytes => Shard * (StateBytes + sizeof(float));

    /// <summary>Two exchanges of gradients with what is sent and what arrives, and two of weights.</summary>
    public double BufferBytes => 2.0 * cluster.ChunkLength * ((2 * Others * sizeof(float)) + ((1 + cluster.Machines) * cluster.WeightBytes));
}
