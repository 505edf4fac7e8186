using SimdReg.Mpi.Benchmarks.Measuring;
using SimdReg.Mpi.Benchmarks.Model;

namespace SimdReg.Mpi.Benchmarks;

/// <summary>Measures sharded steps under <c>mpirun</c>, or prints tables from what was measured. See <c>run.sh</c>.</summary>
internal static class Program
{
    private const int StrongLength = 1 << 24;
    private const int WeakLength = 1 << 22;
    private const int ChunkLength = 1 << 17;

    private static int Main(string[] arguments)
    {
        if (arguments is ["tables", var folder])
        {
            Console.Write(Report.Of(Measurements.Read(folder)));
            return 0;
        }

        if (Experiment(arguments) is not { } experiment)
        {
            Console.Error.WriteLine("Name an experiment: strong, weak, plain, overlap, chunks, threads, messages, memory; or tables with a folder of results.");
            return 2;
        }

        var session = MpiSession.Start();
        experiment(new(session.World));
        session.End();
        return 0;
    }

    private static Action<Job>? Experiment(string[] arguments) => arguments switch
    {
        ["strong"] => job => StepRuns.Scaling(job, "strong", StrongLength, 7),
        ["weak"] => job => StepRuns.Scaling(job, "weak", WeakLength * job.Ranks.Size, 7),
        ["plain"] => job => StepRuns.Plain(job, StrongLength, 15),
        ["overlap"] => job => StepRuns.Overlap(job, StrongLength, 7),
        ["chunks"] => job => StepRuns.Chunks(job, "chunks", StrongLength / 2, 5, threads: 1),
        ["threads"] => job => StepRuns.Chunks(job, "threads", StrongLength / 2, 5, threads: 2),
        ["messages"] => job =>
        {
            Messages.PingPong(job);
            Messages.AllToAll(job);
        },
        ["memory"] => job => MemoryCosts.All(job, ChunkLength),
        _ => null,
    };
}
