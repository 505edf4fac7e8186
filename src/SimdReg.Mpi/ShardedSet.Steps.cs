using SimdReg.Models;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg.Mpi;

/// <content>Steps and sums, which all ranks make together.</content>
public sealed partial class ShardedSet<T>
{
    private Shard<T>? _shard;

    /// <summary>The number of weights of a chunk: while the gradients of one are summed and stepped, the next travels.</summary>
    // The shortest work that is shared among threads. Longer chunks leave the cache before they are summed: SimdReg.Mpi.Benchmarks, chunks and threads.
    internal int ChunkLength { get; init; } = 1 << 17;

    /// <summary>The largest number of weights of all ranks that travel at once. MPI counts bytes in int: with it, a sum may have 15 components of float, or 7 of double.</summary>
    internal int MostInExchange { get; init; } = 1 << 25;

    /// <summary>Divides the weights among the ranks and creates the optimizers. The first step does it too. Collective.</summary>
    /// <exception cref="InvalidOperationException">The ranks have other arrays, rules or penalties, or other weights, or another call is running. Nothing has been divided.</exception>
    /// <exception cref="NotSupportedException">A rank would step more weights than an array can have. Nothing has been divided.</exception>
    public void Partition()
    {
        using var call = new ExclusiveCall(_call);
        Divide();
    }

    /// <summary>Copies the weights of one rank to all others: for weights that were initialized at random on each. Collective.</summary>
    /// <param name="root">The rank that has the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is no rank.</exception>
    /// <exception cref="InvalidOperationException">Steps have been taken: all ranks have the same weights. Or the ranks have other arrays, or another call is running. Nothing has been copied.</exception>
    public void BroadcastWeights(int root = 0)
    {
        using var call = new ExclusiveCall(_call);
        Agreement.Require(_ranks, nameof(BroadcastWeights), Shapes().Append($"root {root}"), () =>
        {
            _ranks.RequireRank(root);
            if (StepCount > 0)
            {
                throw new InvalidOperationException($"{nameof(BroadcastWeights)} is for the weights before the first step, and {StepCount} have been taken: all ranks have the same weights. To go back, load a checkpoint.");
            }
        });
        foreach (var array in _arrays)
        {
            foreach (var (start, length) in array.Parts)
            {
                _ranks.Broadcast(array.Bytes(start, length), root);
            }
        }
    }

    /// <summary>Sums the gradients that all ranks have added, and steps every array: each rank its shard. Collective.</summary>
    /// <remarks>The gradients are used up: the next step begins with none.</remarks>
    /// <param name="options">Options of this step, as in <see cref="ParameterSet{T}.Step"/>; apart from the number of threads, the same on every rank.</param>
    /// <exception cref="InvalidOperationException">The ranks disagree, or one refuses the step, as in <see cref="ParameterSet{T}.Step"/>, or another call is running. Nothing has been written on any rank.</exception>
    /// <exception cref="MpiException">MPI reports an error. Weights and state are undefined.</exception>
    public void Step(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);
        Prepare(nameof(Step), options);
        Do(shard => shard.Take(options, GradientDivisor, isMeasured: false));
    }

    /// <summary>Takes a step if all gradients of all ranks are finite. Otherwise nothing changes on any rank. Collective.</summary>
    /// <remarks>The gradients are used up also where no step is taken. All gradients are summed before any is used, so less of the exchange is hidden than in <see cref="Step"/>.</remarks>
    /// <returns><see langword="true"/> if the step was taken, on every rank; <see langword="false"/> if a sum of gradients is NaN or infinite.</returns>
    /// <inheritdoc cref="Step"/>
    public bool TryStep(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);
        Prepare(nameof(TryStep), options);
        return Do(shard =>
        {
            shard.SumGradients(GradientDivisor, options.MaxDegreeOfParallelism);
            if (!GlobalSums.All(_ranks, shard.AreGradientsFinite(options.MaxDegreeOfParallelism)))
            {
                shard.Skip();
                return false;
            }

            shard.Take(options, GradientDivisor, isMeasured: false);
            return true;
        });
    }

    /// <summary>Takes a step and measures the weights and the summed gradients of all ranks, with the same bits as one process. Collective.</summary>
    /// <returns>The measures of the step, on every rank.</returns>
    /// <inheritdoc cref="Step"/>
    public StepMeasure<T> MeasuredStep(StepOptions options = default)
    {
        using var call = new ExclusiveCall(_call);
        Prepare(nameof(MeasuredStep), options);
        return Do(shard => GlobalSums.OfStep(_ranks, shard.Take(options, GradientDivisor, isMeasured: true), shard.Set, shard.Gradients));
    }

    /// <summary>Σg² over the summed gradients of the next step, correctly rounded: the square of the global norm, to clip by. Collective.</summary>
    /// <remarks>The gradients are summed now, and the next step uses these sums: what a rank adds after this call belongs to the step after it.</remarks>
    /// <param name="maxDegreeOfParallelism">The number of threads of this rank that may work at once: at least 1.</param>
    /// <returns>The sum, on every rank: see <see cref="GradientClipping.ScaleFor"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <inheritdoc cref="Step" path="/exception"/>
    public T SumOfGradientSquares(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Divide();
        RequireSame(nameof(SumOfGradientSquares), default, () => Guard.AtLeastOne(maxDegreeOfParallelism));
        return Do(shard =>
        {
            shard.SumGradients(GradientDivisor, maxDegreeOfParallelism);
            return GlobalSums.OfSquares(_ranks, shard.Reduce<NormReduction<T, SquareTerm>, BoundedSum>(areGradients: true, maxDegreeOfParallelism), shard.Gradients);
        });
    }

    /// <summary>Σ|w|, Σw² and more over the weights of all arrays, as <see cref="ParameterSet{T}.Measure"/>: each rank measures its shard. Collective.</summary>
    /// <param name="maxDegreeOfParallelism">The number of threads of this rank that may work at once: at least 1.</param>
    /// <returns>The sums, counts and extremes, on every rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <inheritdoc cref="Step" path="/exception"/>
    public WeightSums<T> Measure(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Divide();
        RequireSame(nameof(Measure), default, () => Guard.AtLeastOne(maxDegreeOfParallelism));
        return Do(shard => GlobalSums.OfWeights(_ranks, shard.Reduce<MeasureReduction<T>, WeightTally<T>>(areGradients: false, maxDegreeOfParallelism), shard.Set));
    }

    /// <summary>The sum of the penalties of all arrays, as <see cref="ParameterSet{T}.PenaltySum"/>. Each rank computes it from its copy of all weights, by itself.</summary>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once on an array: at least 1.</param>
    /// <returns>The sum, as a double for both element types: the same bits on every rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The weights have not been divided yet.</exception>
    public double PenaltySum(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var total = default(PenaltyTotal<T>);
        foreach (var array in _arrays)
        {
            total.Add(array.Optimizer, array.Memory, maxDegreeOfParallelism);
        }

        return total.Value;
    }

    private void Prepare(string call, StepOptions options)
    {
        Divide();
        _shard!.Set.LearningRateScale = LearningRateScale;
        RequireSame(call, options, () => _shard.Set.Prepare(in options));
    }

    private void Do(Action<Shard<T>> work) => Do(shard =>
    {
        work(shard);
        return 0;
    });

    /// <summary>Does what no rank can refuse any more. If it fails here, the others would wait for ever.</summary>
    private TResult Do<TResult>(Func<Shard<T>, TResult> work)
    {
        try
        {
            return work(_shard!);
        }
        catch (Exception error) when (_ranks.Size > 1)
        {
            _ranks.Abort($"A step failed between two exchanges, so the other ranks cannot go on: {error}");
            throw;
        }
    }

    private void Divide()
    {
        if (_shard is not null)
        {
            return;
        }

        Shard<T>? shard = null;
        Agreement.Require(_ranks, nameof(Partition), Shapes().Prepend($"chunks of {ChunkLength} in exchanges of {MostInExchange}"), () => shard = new(_ranks, _arrays, ChunkLength, MostInExchange));
        RequireSameWeights();
        shard!.Publish();
        _shard = shard;
    }

    private void RequireSameWeights()
    {
        var own = _arrays.Select(array => array.Parts.Aggregate(0UL, (before, part) => Fingerprint.Of(array.Bytes(part.Start, part.Length), before))).ToArray();
        var all = _ranks.AllGather<ulong>(own);
        for (var rank = 1; rank < _ranks.Size; rank++)
        {
            var array = all.AsSpan(0, own.Length).CommonPrefixLength(all.AsSpan(rank * own.Length, own.Length));
            if (array < own.Length)
            {
                throw new InvalidOperationException($"The weights of array {array} differ between rank 0 and rank {rank}: all ranks begin with the same weights. Call {nameof(BroadcastWeights)} before the first step.");
            }
        }
    }

    /// <summary>The arrays, which every rank must have alike before the weights are divided.</summary>
    private IEnumerable<string> Shapes()
    {
        yield return $"{_arrays.Count} arrays of {typeof(T).Name}";
        foreach (var (i, array) in _arrays.Index())
        {
            yield return $"{array.WeightCount} weights in array {i}";
            yield return $"array {i} in the format {array.Format}";
            yield return $"array {i}: {array.Whole.Settings}";
            yield return $"groups or factors of array {i} with the checksum {array.Whole.StructureChecksum:x8}";
        }
    }

    private void RequireSame(string call, StepOptions options, Action? check = null) =>
        Agreement.Require(_ranks, call, Arguments(options with { MaxDegreeOfParallelism = 1 }), check);

    /// <summary>What a call depends on, which every rank must have alike.</summary>
    private IEnumerable<string> Arguments(StepOptions options)
    {
        yield return $"{nameof(LearningRateScale)} {LearningRateScale}";
        yield return $"{nameof(GradientDivisor)} {GradientDivisor}";
        yield return options.ToString();
        foreach (var (i, array) in _arrays.Index())
        {
            yield return $"array {i}: {array.Settings}, {array.Optimizer.StepCount} steps";
        }
    }
}
