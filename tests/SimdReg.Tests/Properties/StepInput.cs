using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What one step is made from. Rate and strength are floats, so that no element type rounds them.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Gradients">Their gradients.</param>
/// <param name="States">As many rows as a rule may keep: it takes the first.</param>
/// <param name="Rate">α</param>
/// <param name="Strength">s</param>
/// <param name="Options">What the step does besides, where a law does not leave it out.</param>
public record StepInput<T>(
    T[] Weights, T[] Gradients, T[][] States, float Rate, float Strength, StepOptions Options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Beyond nine of the widest vectors of floats, from where on a loop walks to a boundary first.</summary>
    private const int LongestLength = 200;

    private const int MaxStateCount = 3;

    private static readonly StepOptions[] _options =
    [
        default,
        new() { KeepZeros = true },
        new() { Maximize = true },
        new() { GradientScale = 0.37 },
        new() { GradientScale = 3.7, Maximize = true, KeepZeros = true },
    ];

    public int Length => Weights.Length;

    /// <summary>The halves, and those with simpler parameters: what a failing input is shrunk to.</summary>
    public IEnumerable<StepInput<T>> Smaller
    {
        get
        {
            if (Length > 1)
            {
                yield return this[..(Length / 2)];
                yield return this[(Length / 2)..];
            }

            if (Rate != 1)
            {
                yield return this with { Rate = 1 };
            }

            if (Strength != 1)
            {
                yield return this with { Strength = 1 };
            }

            if (Options != default)
            {
                yield return this with { Options = default };
            }
        }
    }

    /// <summary>The options: for every rule under the elastic net, and under other penalties for one rule of each number of state. Else none.</summary>
    /// <remarks>Each option is a loop of its own for the JIT, for each rule and penalty: that takes far longer than to run them.</remarks>
    internal StepOptions OptionsUnder(PenaltyCase penalty, RuleCase rule) =>
        penalty == PenaltyTable.ElasticNet || RuleTable.OfEachStateCount.Contains(rule) ? Options : default;

    /// <summary>Some of the elements.</summary>
    public StepInput<T> this[Range range] => this with
    {
        Weights = Weights[range],
        Gradients = Gradients[range],
        States = Array.ConvertAll(States, row => row[range]),
    };

    public static Gen<StepInput<T>> From(Gen<T> elements, Gen<float> parameters) =>
        Gen.Choose(1, LongestLength).SelectMany(length => From(elements, parameters, length));

    /// <summary>Inputs of one length.</summary>
    public static Gen<StepInput<T>> From(Gen<T> elements, Gen<float> parameters, int length) =>
        from weights in elements.ArrayOf(length)
        from gradients in elements.ArrayOf(length)
        from states in elements.ArrayOf(length).ArrayOf(MaxStateCount)
        from rate in parameters
        from strength in parameters
        from options in Gen.Elements(_options)
        select new StepInput<T>(weights, gradients, states, rate, strength, options);

    public StepInput<T> WithoutGradients() => this with { Gradients = new T[Length] };

    /// <summary>The weights after a plain step.</summary>
    public T[] Step()
    {
        T[] weights = [.. Weights];
        new Sgd(Rate).Step<Sgd, T>(weights, Gradients);
        return weights;
    }

    /// <summary>The weights after a step under a penalty.</summary>
    public T[] Step<TPenalty, TMode>(PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        T[] weights = [.. Weights];
        new Sgd(Rate).Step(weights, Gradients, term);
        return weights;
    }

    /// <summary>The weights after a step of gradient descent under a penalty of this strength.</summary>
    internal T[] Step(PenaltyCase penalty, PenaltyMode mode) =>
        [.. Step(RuleTable.Sgd, penalty, mode).Select(element => element.Weight)];

    /// <summary>The weights, each with its state, after a step of a rule under a penalty of this strength.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="mode">How it enters.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="stepCount">How many steps have been taken.</param>
    internal SteppedWeight<T>[] Step(
        RuleCase rule, PenaltyCase penalty, PenaltyMode mode, StepOptions options = default, long stepCount = 0)
    {
        var after = new Operands<T>([.. Weights], Gradients, [.. States.Take(rule.StateCount).Select(row => row.ToArray())], stepCount);
        after.Run((weights, gradients, state) => penalty.Step(Strength, rule, Rate, mode, weights, gradients, state, options));
        var stepped = new SteppedWeight<T>[Length];
        for (var i = 0; i < Length; i++)
        {
            stepped[i] = SteppedWeight<T>.At(after.Targets, after.States, i);
        }

        return stepped;
    }

    /// <summary>The gradients with that of a penalty of this strength added.</summary>
    public T[] AddGradient(PenaltyCase penalty)
    {
        T[] gradients = [.. Gradients];
        penalty.AddGradient(Strength, Weights, gradients);
        return gradients;
    }

    public override string ToString() =>
        $"rate {Rate}, strength {Strength}, {Options}, weights [{List(Weights)}], gradients [{List(Gradients)}], states {string.Concat(States.Select(row => $"[{List(row)}]"))}";

    private static string List(T[] numbers) => string.Join(", ", numbers);
}

/// <summary>An input of numbers of several magnitudes and exact zeros, where a plain <see cref="StepInput{T}"/> has any bits.</summary>
public sealed record OrdinaryInput<T> : StepInput<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public OrdinaryInput(StepInput<T> numbers)
        : base(numbers)
    {
    }

    public override string ToString() => base.ToString();
}
