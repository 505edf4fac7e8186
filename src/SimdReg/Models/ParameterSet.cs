using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Models;

namespace SimdReg;

/// <summary>The weights of a model, which are many arrays, as one: stepped, measured and stored together.</summary>
/// <remarks>
/// <para>
/// Each array has gradients, a state and a penalty of its own. The set keeps where they are, and no copy: the memory must stay
/// valid as long as the set is used, and its arrays apart from each other.
/// </para>
/// <para>
/// With one thread, which is the default, no call allocates but <see cref="Add(Memory{T}, ReadOnlyMemory{T})"/> and its kind, and
/// a sum that has to be made again, exactly. With more, the work is shared by size, not by array, on the runtime's thread pool:
/// the bits are the same for any number. Below 131,072 weights the calling thread does it alone, which is as fast.
/// </para>
/// <para>
/// A set accepts one call at a time: while <c>Add</c>, a step, a sum, <see cref="Charge"/>, <see cref="ReadFrom"/> or
/// <see cref="WriteTo"/> runs, a second call of one of these throws <see cref="InvalidOperationException"/>. This holds on another
/// thread and in the code of a penalty or a rule. Properties, arrays and their states do not check this: do not change them during a call.
/// </para>
/// <para>
/// If a penalty or a rule throws during a step, some weights and their state may have been updated and others not. The step is not
/// counted in any state, and the set accepts further calls. To repeat the step, first restore the weights and the states of before it.
/// </para>
/// </remarks>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class ParameterSet<TRule, T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The certificate of a sum holds for some five million blocks, and an array is one at least.
    private const int MaxArrayCount = 1 << 20;

    private readonly TRule _rule;
    private readonly List<ParameterArray<TRule, T>> _arrays = [];
    private readonly StateSlabs<T> _slabs = new(TRule.StateCount);

    // The weights of array 0, its gradients, the weights of array 1 and so on.
    private readonly DisjointMemory<T> _memory = new();
    private int _isInCall;

    /// <summary>Creates an empty set.</summary>
    /// <param name="rule">The rule, whose <see cref="IUpdateRule{TSelf}.InitialState"/> fills each state. A step is given its own, with the rate of that step.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public ParameterSet(TRule rule)
    {
        Element<T>.Require();
        RuleGuard.StateCount<TRule>();
        _rule = rule;
    }

    /// <summary>The arrays, in the order in which they were added.</summary>
    public IReadOnlyList<ParameterArray<TRule, T>> Arrays => _arrays;

    /// <summary>How many weights they hold together.</summary>
    public long WeightCount { get; private set; }

    private ReadOnlySpan<ParameterArray<TRule, T>> Span => CollectionsMarshal.AsSpan(_arrays);

    /// <summary>Adds an array without a penalty.</summary>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">The two differ in length, or one overlaps the other or an array of the set. Nothing has been added.</exception>
    /// <exception cref="InvalidOperationException">The set has 1,048,576 arrays, or another call of it is running. Nothing has been added.</exception>
    public ParameterArray<TRule, T, None, Coupled> Add(Memory<T> weights, ReadOnlyMemory<T> gradients) =>
        Add(weights, gradients, default(None).Coupled());

    /// <summary>Adds an array with a penalty whose gradient joins the data gradient.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <exception cref="ArgumentException">The two differ in length, or one overlaps the other or an array of the set. Nothing has been added.</exception>
    /// <exception cref="InvalidOperationException">The set has 1,048,576 arrays, or another call of it is running. Nothing has been added.</exception>
    public ParameterArray<TRule, T, TPenalty, Coupled> Add<TPenalty>(Memory<T> weights, ReadOnlyMemory<T> gradients, TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        Add(weights, gradients, penalty.Coupled());

    /// <summary>Adds an array with a penalty that enters as it says: coupled, decoupled or proximal.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">How it enters.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>.</param>
    /// <param name="term">The penalty and how it enters, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <exception cref="ArgumentException">The two differ in length, or one overlaps the other or an array of the set. Nothing has been added.</exception>
    /// <exception cref="InvalidOperationException">The set has 1,048,576 arrays, or another call of it is running. Nothing has been added.</exception>
    public ParameterArray<TRule, T, TPenalty, TMode> Add<TPenalty, TMode>(
        Memory<T> weights, ReadOnlyMemory<T> gradients, PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.EquallyLong<T>(weights.Span, gradients.Span);
        if (weights.Span.Overlaps(gradients.Span))
        {
            throw new ArgumentException($"{nameof(gradients)} overlaps {nameof(weights)}: in a set they must lie apart.", nameof(gradients));
        }

        RequireApart(weights, nameof(weights));
        RequireApart(gradients, nameof(gradients));
        if (_arrays.Count == MaxArrayCount)
        {
            throw new InvalidOperationException($"A set holds no more than {MaxArrayCount} arrays.");
        }

        var array = new ParameterArray<TRule, T, TPenalty, TMode>(_rule, weights, gradients, _slabs, WeightCount, term);
        _memory.Add(weights, gradients);
        _arrays.Add(array);
        WeightCount += array.Length;
        return array;
    }

    private void RequireApart(ReadOnlyMemory<T> added, string name)
    {
        var overlapped = _memory.FindOverlap(added);
        if (overlapped >= 0)
        {
            throw new ArgumentException($"{name} overlaps the weights or the gradients of array {overlapped / 2}: the arrays of a set must lie apart.", name);
        }
    }
}
