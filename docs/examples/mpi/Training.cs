using System.Globalization;
using SimdReg.Mpi;

namespace MpiExample;

/// <summary>One training, as each rank runs it.</summary>
/// <remarks>
/// <para>Why the weights have the same bits for any number of ranks:</para>
/// <list type="bullet">
/// <item>The examples of a step depend on the number of the step alone, and each belongs to one rank.</item>
/// <item>The gradient of an example is computed from the example and the weights, which are the same on all ranks, by the same operations in the same order. So it does not matter
/// which rank computes it. No random generator has a state that outlasts an example.</item>
/// <item>Each gradient is added by itself, and exactly. So the sum over all ranks is the exact sum over all examples, rounded once.</item>
/// </list>
/// </remarks>
internal sealed class Training(Communicator ranks, Problem problem, TextWriter output)
{
    private readonly LossSum _loss = new(ranks);

    /// <summary>Trains the weights of the problem.</summary>
    public ShardedSet<float> Run(string rule, int stepCount, int every, string? folder)
    {
        output.WriteLine($"{problem.Name}, {rule}");
        var set = new ShardedSet<float>(ranks) { GradientDivisor = problem.BatchSize };
        problem.AddTo(set, rule);
        if (folder is not null)
        {
            Resume(set, folder);
        }

        while (set.StepCount < stepCount)
        {
            AddGradients(set.StepCount);
            set.Step();
            if (set.StepCount % every == 0 || set.StepCount == stepCount)
            {
                Report(set);
                if (folder is not null)
                {
                    set.SaveCheckpoint(folder);
                }
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  right: {100.0 * CountRight() / problem.TestCount:0.0} % of {problem.TestCount}{problem.Findings}"));
        return set;
    }

    /// <summary>Reads the last complete checkpoint, which any number of ranks may have written.</summary>
    private void Resume(ShardedSet<float> set, string folder)
    {
        if (set.LoadCheckpoint(folder) is { } checkpoint)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  resumed at step {checkpoint.StepCount}"));
            foreach (var reason in checkpoint.Refused)
            {
                output.WriteLine($"  not used: {reason}");
            }
        }
    }

    /// <summary>Adds the gradients of this rank's examples: of K ranks, it has every K-th.</summary>
    private void AddGradients(long step)
    {
        var losses = new List<double>();
        for (var example = ranks.Rank; example < problem.BatchSize; example += ranks.Size)
        {
            losses.Add(problem.AddGradient(step, example));
        }

        _loss.Add([.. losses], problem.BatchSize);
    }

    private void Report(ShardedSet<float> set)
    {
        var (loss, nonZeros) = (_loss.TakeMean(), set.Measure().NonZeroCount);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  step {set.StepCount}: loss {loss:0.0000}, {nonZeros} of {set.WeightCount} weights are not zero"));
    }

    private int CountRight()
    {
        var right = 0;
        for (var example = ranks.Rank; example < problem.TestCount; example += ranks.Size)
        {
            right += problem.IsRight(example) ? 1 : 0;
        }

        return ranks.AllGather([right]).Sum();
    }
}
