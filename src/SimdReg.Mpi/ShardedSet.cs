using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Models;
using SimdReg.Optimizers;
using SimdReg.Threading;

namespace SimdReg.Mpi;

/// <summary>The weights of a model, trained by many processes: each has all weights and computes gradients, and keeps the state of and steps its share of the weights.</summary>
/// <remarks>
/// <para>
/// A step sends to each rank the gradients of its shard, adds those of all ranks exactly, steps the shard, and sends the new weights to all ranks. A sum of
/// gradients is exact and rounded once, so weights, state and measures have the same bits for any number of ranks, and for any distribution of the
/// gradients among them: those of one process, <see cref="Communicator.Alone"/>. Each rank keeps 1/K of the state.
/// </para>
/// <para>
/// For that, every gradient must be computed once, on some rank, and added by itself, or in an <see cref="ExactGradientSum{T}"/>. A rank that adds up
/// its examples in <typeparamref name="T"/> first has rounded on the way: the bits then depend on which examples it had.
/// </para>
/// <para>
/// Every rank adds the same arrays in the same order, and makes the same calls. Methods that say so are collective: every rank has to call them. If ranks
/// disagree or one refuses, every rank throws, and nothing has been changed. If a rule or a penalty throws within a step, the others wait for this
/// rank: the whole job is ended.
/// </para>
/// <para>
/// Rules and penalties are compared by their text. A record struct shows its parameters there; write your own rule as one, or with a <c>ToString</c> that does.
/// </para>
/// <para>
/// Source of the division of the state: Rajbhandari, Rasley, Ruwase and He, "ZeRO: Memory Optimizations Toward Training Trillion Parameter Models",
/// SC 2020, stage 1.
/// </para>
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class ShardedSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Communicator _ranks;
    private readonly List<ShardedArray<T>> _arrays = [];
    private readonly DisjointMemory<T> _memory = new();
    private readonly CallFlag _call = new();

    /// <summary>Creates an empty set.</summary>
    /// <param name="ranks">The processes that train together: <see cref="MpiSession.World"/>, or <see cref="Communicator.Alone"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ranks"/> is null.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public ShardedSet(Communicator ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        Element<T>.Require();
        _ranks = ranks;
        Arrays = _arrays.AsReadOnly();
    }

    /// <summary>The arrays, in the order in which they were added.</summary>
    public IReadOnlyList<ShardedArray<T>> Arrays { get; }

    /// <summary>The number of weights in all arrays.</summary>
    public long WeightCount => _arrays.Count == 0 ? 0 : _arrays[^1].End;

    /// <summary>The number of steps taken.</summary>
    public long StepCount => _shard?.Set.StepCount ?? 0;

    /// <summary>The factor of every array's learning rate, 1 by default, as in <see cref="ParameterSet{T}.LearningRateScale"/>. The same on every rank.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or above the largest float.</exception>
    public double LearningRateScale
    {
        get;
        set => field = Guard.Parameter(value, nameof(LearningRateScale));
    }
    = 1;

    /// <summary>
    /// m, by which the exact sum of all gradients is divided before it is rounded, 1 by default. For the mean over the examples of all ranks, their number.
    /// The same on every rank.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1, or no <typeparamref name="T"/>: for <see langword="float"/>, above 2²⁴.</exception>
    public long GradientDivisor
    {
        get;
        set => field = value >= 1 && value <= 1L << (Element<T>.IsSingle ? 24 : 53)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(GradientDivisor), value, $"{nameof(GradientDivisor)} must be at least 1 and at most 2^{(Element<T>.IsSingle ? 24 : 53)}.");
    }
    = 1;

    /// <summary>Where the time of all steps went on this rank.</summary>
    public StepTimes Times => _shard?.Times ?? default;

    /// <summary>Adds an array without a penalty.</summary>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}"/>
    public ShardedArray<T> Add<TRule>(Memory<T> weights, TRule rule)
        where TRule : struct, IUpdateRule<TRule> =>
        Add(weights, rule, default(None).Coupled());

    /// <summary>Adds an array with a coupled penalty, whose gradient is added to that of the data.</summary>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}"/>
    public ShardedArray<T> Add<TRule, TPenalty>(Memory<T> weights, TRule rule, TPenalty penalty)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Add(weights, rule, penalty.Coupled());

    /// <summary>Adds an array with a penalty in a mode.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="weights">w, all weights of the array, the same on every rank. May be empty.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <returns>The array, to which this rank adds its gradients.</returns>
    /// <exception cref="ArgumentException">The weights overlap an array of the set, or the penalty's groups do not fit them. Nothing has been added.</exception>
    /// <exception cref="InvalidOperationException">The weights have been divided among the ranks already, or another call is running. Nothing has been added.</exception>
    /// <exception cref="NotSupportedException">The rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been added.</exception>
    public ShardedArray<T> Add<TRule, TPenalty, TMode>(Memory<T> weights, TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        AddNew(new(weights), piece => PieceMaker.Create<T, TRule, TPenalty, TMode>(rule, term, piece));

    /// <summary>Adds an array with a rule and a penalty by name.</summary>
    /// <param name="weights">w, all weights of the array, the same on every rank. May be empty.</param>
    /// <param name="settings">The names and numbers.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    /// <exception cref="ArgumentException">The weights overlap an array of the set, or the settings are refused as by <see cref="Optimizer{T}.Create(OptimizerSettings, int)"/>. Nothing has been added.</exception>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}" path="/returns"/>
    public ShardedArray<T> Add(Memory<T> weights, OptimizerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return AddNew(new(weights), piece => SettingsReader.Create<T, PieceMaker>(settings, new(piece)));
    }

    /// <summary>The number of arrays, of weights and of steps, and this rank.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_arrays.Count} arrays, {WeightCount} weights, {StepCount} steps, rank {_ranks.Rank} of {_ranks.Size}");

    /// <summary>The index of stochastic rounding from which the next array has numbers of its own.</summary>
    internal long NextIndex { get; private set; }

    internal ShardedArray<T> AddNew(MemoryPiece<T> weights, Func<ArrayPiece, Optimizer<T>> create)
    {
        using var call = new ExclusiveCall(_call);
        if (_shard is not null)
        {
            throw new InvalidOperationException("The weights have been divided among the ranks by an earlier call: add all arrays before the first step, Partition, sum or checkpoint.");
        }

        if (_memory.FindOverlap(weights) is >= 0 and var overlapped)
        {
            throw new ArgumentException($"{nameof(weights)} overlaps the weights of array {overlapped / 2}: the arrays of a set must not overlap.", nameof(weights));
        }

        var array = new ShardedArray<T>(weights, WeightCount, create);
        _memory.Add(weights, new(default(ReadOnlyMemory<T>)));
        _arrays.Add(array);
        NextIndex += CodedBlocks.WholeBlocks(weights.Length);
        return array;
    }
}
