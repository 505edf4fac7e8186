using SimdReg.Mpi;

namespace MpiExample;

/// <summary>A classification with numbered examples, and the weights of one training.</summary>
internal abstract class Problem
{
    public abstract string Name { get; }

    /// <summary>The number of steps, unless the command line says otherwise.</summary>
    public abstract int StepCount { get; }

    /// <summary>The number of examples of a step, over all ranks.</summary>
    public abstract int BatchSize { get; }

    /// <summary>The number of examples that are not learned from.</summary>
    public abstract int TestCount { get; }

    /// <summary>Adds the weights, which are 0, to a set: with FTRL-proximal, or with AdamW whose L1 is proximal.</summary>
    public abstract void AddTo(ShardedSet<float> set, string rule);

    /// <summary>Adds the gradient of the loss of one example of a step to the arrays.</summary>
    /// <returns>The loss.</returns>
    public abstract double AddGradient(long step, int example);

    /// <summary>Whether the weights get a test example right.</summary>
    public abstract bool IsRight(int example);

    /// <summary>A further line about the weights; empty for none.</summary>
    public virtual string Findings => "";
}
