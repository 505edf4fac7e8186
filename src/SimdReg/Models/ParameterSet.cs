using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Models;
using SimdReg.Threading;

namespace SimdReg;

/// <summary>All weight arrays of a model, stepped, measured and stored together.</summary>
/// <remarks>
/// <para>
/// Each array has its own gradients and its own <see cref="Optimizer{T}"/>: rule, penalty, learning rate, options and state. The set keeps
/// <see cref="Memory{T}"/>, not copies: the memory must stay valid while the set is used, and the arrays must not overlap.
/// </para>
/// <para>
/// On one thread, the default, no call allocates except <c>Add</c> and a sum that must be computed again exactly. On several threads the
/// thread pool of the runtime shares the work by size, not by array; the result has the same bits for any number of threads. Fewer than
/// 131,072 weights are always stepped by the calling thread alone.
/// </para>
/// <para>
/// A set accepts one call at a time. While one runs, another call of <c>Add</c>, a step, a sum, <see cref="ReadFrom"/> or
/// <see cref="WriteTo"/> throws <see cref="InvalidOperationException"/>, also in the code of a penalty or a rule. Properties, arrays and
/// optimizers do not check this: do not change them during a call.
/// </para>
/// <para>
/// If a penalty or a rule throws during a step, some weights and their state may have been updated and others not. The step is not
/// counted in any state, and the set accepts further calls. To repeat the step, first restore the weights and the states from before it.
/// </para>
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class ParameterSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The proof of the error bounds holds for about five million blocks, and every array is at least one block.
    private const int MaxArrayCount = 1 << 20;

    private readonly List<ParameterArray<T>> _arrays = [];

    // Indexed by the number of slots of a state.
    private readonly StateSlabs<T>[] _slabs = [new(0), new(1), new(2), new(3)];

    // The weights of array 0, its gradients, the weights of array 1 and so on.
    private DisjointMemory<T> _memory = new();
    private readonly CallFlag _call = new();

    /// <summary>Whether an array was added as stored memory.</summary>
    private bool _anyStored;

    /// <summary>Creates an empty set.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public ParameterSet()
    {
        Element<T>.Require();
        Arrays = _arrays.AsReadOnly();
    }

    /// <summary>The arrays, in the order in which they were added.</summary>
    public IReadOnlyList<ParameterArray<T>> Arrays { get; }

    /// <summary>The number of weights in all arrays.</summary>
    public long WeightCount { get; private set; }

    /// <summary>The number of steps taken: the largest of all arrays. It may differ for an array that was added later or stepped separately.</summary>
    /// <returns>The largest <see cref="Optimizer{T}.StepCount"/>; 0 without arrays.</returns>
    public long StepCount
    {
        get
        {
            var count = 0L;
            foreach (var array in Span)
            {
                count = Math.Max(count, array.Optimizer.StepCount);
            }

            return count;
        }
    }

    /// <summary>
    /// The factor of every array's learning rate, 1 by default: a step uses <see cref="LearningRateScale"/> ×
    /// <see cref="Optimizer{T}.LearningRate"/>. A schedule sets it before each step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, negative or above the largest float.</exception>
    public double LearningRateScale
    {
        get;
        set => field = Guard.Parameter(value, nameof(LearningRateScale));
    }
    = 1;

    /// <summary>The index of stochastic rounding from which a new array has numbers of its own: each array has whole blocks of 8-bit state.</summary>
    internal long NextIndex { get; private set; }

    private ReadOnlySpan<ParameterArray<T>> Span => CollectionsMarshal.AsSpan(_arrays);

    /// <summary>Adds an array without a penalty.</summary>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}"/>
    public Optimizer<T, TRule, None, Coupled> Add<TRule>(Memory<T> weights, ReadOnlyMemory<T> gradients, TRule rule)
        where TRule : struct, IUpdateRule<TRule> =>
        Add(weights, gradients, rule, default(None).Coupled());

    /// <summary>Adds an array with a coupled penalty, whose gradient is added to that of the data.</summary>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}"/>
    public Optimizer<T, TRule, TPenalty, Coupled> Add<TRule, TPenalty>(
        Memory<T> weights, ReadOnlyMemory<T> gradients, TRule rule, TPenalty penalty)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Add(weights, gradients, rule, penalty.Coupled());

    /// <summary>Adds an array with a penalty in a mode.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <returns>The optimizer of the array, to change its rule, its penalty or its options later.</returns>
    /// <exception cref="ArgumentException">The two differ in length, or one overlaps the other or an array of the set. Nothing has been added.</exception>
    /// <exception cref="InvalidOperationException">The set has 1,048,576 arrays, or another call of it is running. Nothing has been added.</exception>
    /// <exception cref="NotSupportedException">The rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been added.</exception>
    public Optimizer<T, TRule, TPenalty, TMode> Add<TRule, TPenalty, TMode>(
        Memory<T> weights, ReadOnlyMemory<T> gradients, TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        using var call = new ExclusiveCall(_call);
        Guard.StateCount<TRule>(TRule.StateCount);
        MemoryPiece<T> w = new(weights), g = new(gradients);
        RequireNew(w, g);
        var optimizer = new Optimizer<T, TRule, TPenalty, TMode>(rule, term, new(rule, weights.Length, _slabs[TRule.StateCount]));
        AddNew(w, g, optimizer);
        return optimizer;
    }

    /// <summary>Adds an array with an optimizer, such as one created from a configuration.</summary>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>.</param>
    /// <param name="optimizer">The optimizer, created for as many weights. It keeps its state and its number of steps.</param>
    /// <exception cref="ArgumentException">
    /// The two differ in length, or one overlaps the other or an array of the set, or the optimizer was created for another number of weights
    /// or steps another array of a set. Nothing has been added.
    /// </exception>
    /// <exception cref="InvalidOperationException">The set has 1,048,576 arrays, or another call of it is running. Nothing has been added.</exception>
    public void Add(Memory<T> weights, ReadOnlyMemory<T> gradients, Optimizer<T> optimizer) =>
        AddPieces(new(weights), new(gradients), optimizer);

    /// <summary>Adds an array of any memory.</summary>
    internal void AddPieces(MemoryPiece<T> weights, MemoryPiece<T> gradients, Optimizer<T> optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var call = new ExclusiveCall(_call);
        RequireNew(weights, gradients);
        if (optimizer.WeightCount != weights.Length)
        {
            throw new ArgumentException($"{nameof(optimizer)} was created for {optimizer.WeightCount} weights and {nameof(weights)} has {weights.Length}: the numbers must be equal.", nameof(optimizer));
        }

        AddNew(weights, gradients, optimizer);
    }

    /// <summary>Removes all arrays. Their optimizers keep their states and may be added to a set again.</summary>
    /// <exception cref="InvalidOperationException">Another call of this set is running. Nothing has been removed.</exception>
    public void Clear()
    {
        using var call = new ExclusiveCall(_call);
        foreach (var array in Span)
        {
            array.Optimizer.TakeBack();
        }

        _arrays.Clear();
        _memory = new();
        _anyStored = false;
        NextIndex = 0;
        WeightCount = 0;
    }

    /// <summary>The number of arrays, of weights and of steps.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_arrays.Count} arrays, {WeightCount} weights, {StepCount} steps");

    private void RequireNew(MemoryPiece<T> weights, MemoryPiece<T> gradients)
    {
        if (gradients.Length != weights.Length)
        {
            Refuse.Lengths(nameof(weights), weights.Length, nameof(gradients), gradients.Length);
        }

        if (weights.Bytes.Overlaps(gradients.Bytes))
        {
            throw new ArgumentException($"{nameof(gradients)} overlaps {nameof(weights)}: in a set they must be separate memory.", nameof(gradients));
        }

        RequireApart(weights, nameof(weights));
        RequireApart(gradients, nameof(gradients));
        if (_arrays.Count == MaxArrayCount)
        {
            throw new InvalidOperationException($"A set can have at most {MaxArrayCount} arrays.");
        }
    }

    private void RequireApart(MemoryPiece<T> added, string name)
    {
        var overlapped = _memory.FindOverlap(added);
        if (overlapped >= 0)
        {
            throw new ArgumentException($"{name} overlaps the weights or the gradients of array {overlapped / 2}: the arrays of a set must not overlap.", name);
        }
    }

    private void AddNew(MemoryPiece<T> weights, MemoryPiece<T> gradients, Optimizer<T> optimizer)
    {
        if (!optimizer.TryGiveTo(_call))
        {
            throw new ArgumentException($"{nameof(optimizer)} steps another array of a set: each array needs its own, because an optimizer keeps the state of its weights.", nameof(optimizer));
        }

        try
        {
            _memory.Add(weights, gradients);
        }
        catch
        {
            optimizer.TakeBack();
            throw;
        }

        _arrays.Add(new(weights, gradients, optimizer, WeightCount));
        WeightCount += weights.Length;
        _anyStored |= weights.Stored is not null;
        NextIndex += CodedBlocks.WholeBlocks(weights.Length);
    }
}
