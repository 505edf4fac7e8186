using System.Diagnostics;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>A sharded set of one array under AdamW, with one gradient a rank.</summary>
internal sealed class Trainee
{
    /// <summary>The names of what <see cref="Step"/> returns.</summary>
    public static readonly string[] PhaseNames = ["step", "exchange", "sum", "update", "gather", "add"];

    private readonly Communicator _ranks;
    private readonly ShardedSet<float> _set;
    private readonly float[] _gradients;
    private readonly StepOptions _options;

    public Trainee(Communicator ranks, int length, int chunkLength = 0, int threads = 1)
    {
        _ranks = ranks;
        _options = new(maxDegreeOfParallelism: threads);
        _set = chunkLength == 0 ? new(ranks) : new(ranks) { ChunkLength = chunkLength };
        var weights = new float[length];
        _gradients = new float[length];
        Numbers.Fill<float>(weights, new Random(0));
        Numbers.Fill<float>(_gradients, new Random(1 + ranks.Rank));

        // A tiny rate: the weights stay ordinary numbers however many steps are taken.
        _set.Add(weights, new Adam(1e-7), new L2(0.01).Decoupled());
        _set.GradientDivisor = ranks.Size;
        _set.Partition();
    }

    public int ChunkLength => _set.ChunkLength;

    /// <summary>The bytes of state of this rank.</summary>
    public long StateBytes => (long)_set.Arrays[0].Optimizer.StateCount * _set.Arrays[0].Optimizer.WeightCount * sizeof(float);

    /// <summary>The bytes that this rank has sent to others.</summary>
    public long BytesSent => _set.Times.GradientBytes + _set.Times.WeightBytes;

    /// <summary>Takes a step.</summary>
    /// <returns>The times of this rank, as in <see cref="PhaseNames"/>. Adding the gradient is no part of the step.</returns>
    public double[] Step()
    {
        var start = Stopwatch.GetTimestamp();
        _set.Arrays[0].Gradients.Add(_gradients);
        var add = Stopwatch.GetElapsedTime(start);
        _ranks.Barrier();
        var before = _set.Times;
        start = Stopwatch.GetTimestamp();
        _set.Step(_options);
        var step = Stopwatch.GetElapsedTime(start);
        var after = _set.Times;
        TimeSpan[] times = [step, after.Exchange - before.Exchange, after.Sum - before.Sum, after.Step - before.Step, after.Gather - before.Gather, add];
        return [.. times.Select(time => time.TotalSeconds)];
    }
}
