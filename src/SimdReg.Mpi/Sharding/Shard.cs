using System.Diagnostics;
using System.Numerics;
using SimdReg.Models;
using SimdReg.Optimizers;
using SimdReg.Steps;

namespace SimdReg.Mpi;

/// <summary>The weights that this rank steps, their gradients over all ranks, and the exchanges with the other ranks.</summary>
internal sealed class Shard<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Communicator _ranks;
    private readonly IReadOnlyList<ShardedArray<T>> _arrays;
    private readonly GradientExchange<T> _exchange;
    private readonly WeightGather<T> _gather;
    private readonly PhaseClock _clock = new();
    private readonly List<ArrayPiece> _pieces = [];
    private readonly T[] _gradients;
    private readonly long _start;
    private readonly bool _anyStored;

    public Shard(Communicator ranks, IReadOnlyList<ShardedArray<T>> arrays, int chunkLength, int mostInExchange)
    {
        (_ranks, _arrays) = (ranks, arrays);
        Plan = new(arrays, ranks.Size, chunkLength, mostInExchange);
        _exchange = new(ranks, Plan);
        _gather = new(ranks, Plan);
        (_start, var end) = Plan.Shard(ranks.Rank);
        _gradients = end - _start <= Array.MaxLength
            ? new T[end - _start]
            : throw new NotSupportedException($"Rank {ranks.Rank} of {ranks.Size} would step {end - _start} weights: a rank steps at most {Array.MaxLength}. Start more ranks.");
        foreach (var array in arrays)
        {
            var start = (int)Math.Clamp(_start - array.Offset, 0, array.WeightCount);
            var length = (int)Math.Clamp(end - array.Offset, 0, array.WeightCount) - start;
            start = length == 0 ? 0 : start;
            var piece = new ArrayPiece(start, length, array.WeightCount, Plan.CutsOf(array));
            _pieces.Add(piece);
            var gradients = length == 0 ? default : _gradients.AsMemory((int)(array.Offset + start - _start), length);
            Set.AddPieces(
                array.Part(start, length), array.StoredWeights is null ? new(gradients) : new(StoredMemory.Create(gradients)), array.Create(piece));
            _anyStored |= array.StoredWeights is not null;
        }
    }

    /// <summary>Which weights each rank steps.</summary>
    public ShardPlan<T> Plan { get; }

    /// <summary>The weights of this rank as a set of their own. Its positions are those of the plan, counted from the first weight of the shard.</summary>
    public ParameterSet<T> Set { get; } = new();

    /// <summary>Whether the gradients of the next step have been summed over all ranks.</summary>
    public bool HasGradients { get; private set; }

    /// <summary>The gradients of the shard, summed over all ranks.</summary>
    public ReadOnlySpan<T> Gradients => _gradients;

    public StepTimes Times => new(
        Stopwatch.GetElapsedTime(0, _clock.Exchange),
        Stopwatch.GetElapsedTime(0, _clock.Sum),
        Stopwatch.GetElapsedTime(0, _clock.Step),
        Stopwatch.GetElapsedTime(0, _clock.Gather),
        _exchange.BytesSent,
        _gather.BytesSent);

    /// <summary>Gives the arrays their pieces, when all ranks have agreed.</summary>
    public void Publish()
    {
        for (var i = 0; i < _arrays.Count; i++)
        {
            _arrays[i].Take(_pieces[i], Set.Arrays[i].Optimizer);
        }
    }

    /// <summary>Sums the gradients over all ranks, unless that has been done. What the ranks have added counts as used.</summary>
    public void SumGradients(long divisor, int maxDegreeOfParallelism)
    {
        if (HasGradients)
        {
            return;
        }

        _clock.Start();
        _exchange.Begin();
        for (var parcel = 0; parcel < Plan.ParcelCount; parcel++)
        {
            Sum(parcel, divisor, maxDegreeOfParallelism);
        }

        ClearGradients();
        HasGradients = true;
    }

    /// <summary>Forgets the summed gradients of the next step.</summary>
    public void Skip() => HasGradients = false;

    /// <summary>Forgets all gradients, those that have been added since too.</summary>
    public void Forget()
    {
        Skip();
        ClearGradients();
    }

    /// <summary>Takes the step that the set has prepared, and sends the new weights to all ranks.</summary>
    /// <returns>The outcome over the shard, if it is measured.</returns>
    public StepOutcome<T> Take(StepOptions options, long divisor, bool isMeasured)
    {
        _clock.Start();
        _gather.Begin();
        var isSummed = HasGradients;
        if (!isSummed)
        {
            _exchange.Begin();
        }

        var (outcome, sent) = (default(StepOutcome<T>), 0);
        for (var parcel = 0; parcel < Plan.ParcelCount; parcel++)
        {
            if (!isSummed)
            {
                Sum(parcel, divisor, options.MaxDegreeOfParallelism);
                _exchange.Progress(parcel + 1);
            }

            if (!Plan.EndsChunk(parcel, out var chunk))
            {
                continue;
            }

            var (start, end) = Plan.Chunk(_ranks.Rank, chunk);
            if (isMeasured)
            {
                outcome += Set.Share<MeasuredStepWork<T>, StepOutcome<T>>(new(options), start - _start, end - _start, options.MaxDegreeOfParallelism);
            }
            else
            {
                Set.Share<StepWork<T>, int>(new(options), start - _start, end - _start, options.MaxDegreeOfParallelism);
            }

            _clock.Ends(ref _clock.Step);
            for (; sent <= parcel; sent++)
            {
                _gather.Send();
            }

            _clock.Ends(ref _clock.Gather);
        }

        _gather.Complete();
        _clock.Ends(ref _clock.Gather);
        Set.CountStep();
        if (!isSummed)
        {
            ClearGradients();
        }

        HasGradients = false;
        return outcome;
    }

    /// <summary>Sends the weights of the shard to all ranks.</summary>
    public void Gather()
    {
        _gather.Begin();
        for (var parcel = 0; parcel < Plan.ParcelCount; parcel++)
        {
            _gather.Send();
        }

        _gather.Complete();
    }

    /// <summary>Reduces the weights or the gradients of the shard.</summary>
    public TResult Reduce<TReduction, TResult>(bool areGradients, int maxDegreeOfParallelism)
        where TReduction : struct, Loops.IReduction<T, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult> =>
        Set.Share<ReductionWork<T, TReduction, TResult>, TResult>(new(areGradients, _anyStored), 0, Set.WeightCount, maxDegreeOfParallelism);

    /// <summary>Whether every gradient of the shard is finite.</summary>
    public bool AreGradientsFinite(int maxDegreeOfParallelism) =>
        Set.Share<FiniteWork<T>, int>(new(_anyStored), 0, Set.WeightCount, maxDegreeOfParallelism) == 0;

    private void Sum(int parcel, long divisor, int maxDegreeOfParallelism)
    {
        var (start, end) = Plan.Parcel(_ranks.Rank, parcel);
        _exchange.Sum(parcel, _gradients.AsSpan((int)(start - _start), (int)(end - start)), divisor, maxDegreeOfParallelism, _clock);
    }

    private void ClearGradients()
    {
        foreach (var array in _arrays)
        {
            array.Gradients.Clear();
        }

        _clock.Ends(ref _clock.Exchange);
    }
}
