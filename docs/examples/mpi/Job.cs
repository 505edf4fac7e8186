using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SimdReg.Mpi;

namespace MpiExample;

/// <summary>All trainings of a job, as each rank runs them.</summary>
internal static class Job
{
    /// <summary>Trains, and prints progress and the checksum of all weights.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="options">What to train.</param>
    /// <param name="output">Where this rank prints.</param>
    public static void Run(Communicator ranks, JobOptions options, TextWriter output)
    {
        output.WriteLine($"ranks: {ranks.Size}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Chosen(options.Problem, "digits", "sparse"))
        {
            foreach (var rule in Chosen(options.Rule, "ftrl", "adamw"))
            {
                Problem problem = name == "digits" ? new DigitProblem(options.IsSmall) : new SparseProblem(options.IsSmall);
                var stepCount = options.StepCount ?? problem.StepCount;
                var folder = options.Checkpoint is { } path ? Path.Combine(path, $"{name}-{rule}") : null;
                var set = new Training(ranks, problem, output).Run(rule, stepCount, options.Every ?? Math.Max(1, stepCount / 4), folder);
                foreach (var array in set.Arrays)
                {
                    hash.AppendData(MemoryMarshal.AsBytes(array.Weights.Span));
                }
            }
        }

        output.WriteLine($"weights: {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    private static string[] Chosen(string? chosen, params string[] all) => chosen is null ? all : [chosen];
}
