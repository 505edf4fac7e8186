namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>Predicts the time of a step over float weights on one machine from the costs of messages and of memory.</summary>
/// <remarks>
/// Of K ranks, each sends b = 4·n/K bytes of gradients to each other rank, and as many bytes of weights. The pairwise exchange of C chunks takes
/// C·(K − 1)·α + (K − 1)·b·β in each direction: Thakur, Rabenseifner and Gropp, "Optimization of collective communication operations in MPICH",
/// International Journal of High Performance Computing Applications 19, 2005. To this come copies into and out of the buffers, the exact sum of K spans of
/// n/K numbers, and the step of n/K weights. On one machine the cores do all of that, so nothing is hidden, and K ranks on P cores take K/P times as long.
/// </remarks>
internal sealed class CostModel
{
    private readonly Measurements _measured;
    private readonly int _cores;

    public CostModel(Measurements measured, int cores)
    {
        (_measured, _cores) = (measured, cores);
        ChunkLength = measured.Chunks("strong")[0];
        Message = LinearCost.Fit(measured.Sizes("alltoall", cores).Select(bytes => ((double)bytes, measured.Least("alltoall", cores, "exchange", bytes))));
    }

    /// <summary>α and β of an exchange between as many ranks as there are cores.</summary>
    public LinearCost Message { get; }

    /// <summary>The weights of a chunk in all predictions, as measured.</summary>
    public int ChunkLength { get; }

    public StepCost Predict(int ranks, long weights)
    {
        var turns = Math.Max(1, ranks / (double)_cores);
        var shard = (double)weights / ranks;
        var others = ranks - 1;
        var transfer = others * ((Math.Ceiling(shard / ChunkLength) * Message.Latency) + (sizeof(float) * shard * Message.PerByte));
        return new(
            Exchange: turns * ((others * shard * Memory(ranks, "pack")) + transfer),
            Sum: turns * shard * Memory(ranks, $"sum of {ranks}"),
            Update: turns * shard * Memory(ranks, "update"),
            Gather: ranks == 1 ? 0 : turns * ((shard * Memory(ranks, "pack")) + transfer + (others * shard * Memory(ranks, "unpack"))));
    }

    /// <summary>Seconds per weight, measured while as many ranks do the same as cores allow.</summary>
    public double Memory(int ranks, string name) => _measured.Least("memory", Math.Min(ranks, _cores), name);
}
