using System.Diagnostics;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>Times sharded steps.</summary>
internal static class StepRuns
{
    private const int WarmUpCount = 2;

    /// <summary>One set: the time of a step and of its phases, the bytes that it sends, and the memory that it takes.</summary>
    public static void Scaling(Job job, string what, int length, int count)
    {
        var trainee = new Trainee(job.Ranks, length);
        var times = Alternate(job, [trainee], count)[0];
        for (var phase = 0; phase < times.Length; phase++)
        {
            job.Print(what, length, trainee.ChunkLength, Trainee.PhaseNames[phase], times[phase]);
        }

        var sent = job.Ranks.AllGather<double>([trainee.BytesSent / (count + WarmUpCount)]);
        job.Print(what, length, trainee.ChunkLength, "bytes of a rank", sent.Max());
        job.Print(what, length, trainee.ChunkLength, "bytes of all", sent.Sum());
        job.Print(what, length, trainee.ChunkLength, "state bytes", job.MaxOverRanks([trainee.StateBytes])[0]);
        job.Print(what, length, trainee.ChunkLength, "peak memory", job.MaxOverRanks([Process.GetCurrentProcess().PeakWorkingSet64])[0]);
    }

    /// <summary>A step of a <see cref="ParameterSet{T}"/> over the same number of weights, in one process, without exchange.</summary>
    public static void Plain(Job job, int length, int count)
    {
        var (weights, gradients) = (new float[length], new float[length]);
        Numbers.Fill<float>(weights, new Random(0));
        Numbers.Fill<float>(gradients, new Random(1));
        var set = new ParameterSet<float>();
        set.Add(weights, gradients, new Adam(1e-7), new L2(0.01).Decoupled());
        job.Print("plain", length, 0, "step", job.Time(count, () => set.Step()));
    }

    /// <summary>Two sets in turn: one overlaps exchange and step, the other waits for each exchange.</summary>
    public static void Overlap(Job job, int length, int count)
    {
        Trainee[] sides = [new(job.Ranks, length), new(new Blocking(job.Ranks), length)];
        var times = Alternate(job, sides, count);
        job.Print("overlapped", length, sides[0].ChunkLength, "step", times[0][0]);
        job.Print("blocking", length, sides[1].ChunkLength, "step", times[1][0]);
    }

    /// <summary>Sets with chunks of other lengths, in turn.</summary>
    public static void Chunks(Job job, string what, int length, int count, int threads)
    {
        int[] chunks = [1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20];
        var times = Alternate(job, [.. chunks.Select(chunk => new Trainee(job.Ranks, length, chunk, threads))], count);
        foreach (var (i, chunk) in chunks.Index())
        {
            job.Print(what, length, chunk, "step", times[i][0]);
        }
    }

    /// <returns>For each set, the medians over its steps of the times of the slowest rank.</returns>
    private static double[][] Alternate(Job job, Trainee[] sides, int count)
    {
        var samples = sides.Select(_ => new List<double[]>()).ToArray();
        for (var step = 0; step < WarmUpCount + count; step++)
        {
            foreach (var (i, side) in sides.Index())
            {
                samples[i].Add(job.MaxOverRanks(side.Step()));
            }
        }

        return [.. samples.Select(side => Trainee.PhaseNames.Select((_, phase) => Job.Median(side.Skip(WarmUpCount).Select(times => times[phase]))).ToArray())];
    }
}
