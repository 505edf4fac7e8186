using SimdReg.Benchmarks.Support;

namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>Times what a step does in memory, on all ranks at once, because they share the memory. In seconds per weight.</summary>
internal static class MemoryCosts
{
    /// <summary>The numbers of gradients that are summed.</summary>
    public static readonly int[] PartCounts = [1, 2, 4, 8, 16, 32, 64];

    private const int Length = 1 << 24;
    private const int Count = 7;

    public static void All(Job job, int chunk)
    {
        Copies(job, chunk);
        foreach (var parts in PartCounts)
        {
            Sum(job, parts, chunk);
        }

        Update(job);
    }

    /// <summary>To pack: from memory into a buffer of one chunk. To unpack: the other way.</summary>
    private static void Copies(Job job, int chunk)
    {
        var (array, buffer) = (new float[Length], new float[chunk]);
        Numbers.Fill<float>(array, new Random(job.Ranks.Rank));
        Print(job, Length, chunk, "pack", () =>
        {
            for (var start = 0; start < Length; start += chunk)
            {
                array.AsSpan(start, chunk).CopyTo(buffer);
            }
        });
        Print(job, Length, chunk, "unpack", () =>
        {
            for (var start = 0; start < Length; start += chunk)
            {
                buffer.CopyTo(array.AsSpan(start, chunk));
            }
        });
    }

    /// <summary>The exact mean of spans that have just arrived.</summary>
    private static void Sum(Job job, int parts, int chunk)
    {
        var spans = Enumerable.Range(0, parts).Select(part =>
        {
            var span = new float[chunk];
            Numbers.Fill<float>(span, new Random((job.Ranks.Rank * parts) + part));
            return new ReadOnlyMemory<float>(span);
        }).ToArray();
        var sums = new float[Math.Max(chunk, Length / parts)];
        Print(job, sums.Length, chunk, $"sum of {parts}", () =>
        {
            for (var start = 0; start < sums.Length; start += chunk)
            {
                GradientSums.Mean<float>(spans, sums.AsSpan(start, chunk));
            }
        });
    }

    private static void Update(Job job)
    {
        var (weights, gradients) = (new float[Length], new float[Length]);
        Numbers.Fill<float>(weights, new Random(0));
        Numbers.Fill<float>(gradients, new Random(1));
        var set = new ParameterSet<float>();
        set.Add(weights, gradients, new Adam(1e-7), new L2(0.01).Decoupled());
        Print(job, Length, 0, "update", () => set.Step());
    }

    private static void Print(Job job, int length, int chunk, string name, Action action) =>
        job.Print("memory", length, chunk, name, job.Time(Count, action) / length);
}
