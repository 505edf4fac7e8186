using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What one step is made from. Rate and strength are floats, so that no element type rounds them.</summary>
internal sealed record StepInput<T>(T[] Weights, T[] Gradients, float Rate, float Strength)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Beyond twice the four widest vectors of floats that a loop takes at once.</summary>
    private const int LongestLength = 150;

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
        }
    }

    /// <summary>Some of the elements.</summary>
    public StepInput<T> this[Range range] => this with { Weights = Weights[range], Gradients = Gradients[range] };

    public static Gen<StepInput<T>> From(Gen<T> elements, Gen<float> parameters) =>
        from length in Gen.Choose(1, LongestLength)
        from weights in elements.ArrayOf(length)
        from gradients in elements.ArrayOf(length)
        from rate in parameters
        from strength in parameters
        select new StepInput<T>(weights, gradients, rate, strength);

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

    /// <summary>The weights after a step under a penalty of this strength.</summary>
    public T[] Step(PenaltyCase penalty, PenaltyMode mode)
    {
        T[] weights = [.. Weights];
        penalty.Step(Strength, RuleTable.Sgd, Rate, mode, weights, Gradients);
        return weights;
    }

    /// <summary>The gradients with that of a penalty of this strength added.</summary>
    public T[] AddGradient(PenaltyCase penalty)
    {
        T[] gradients = [.. Gradients];
        penalty.AddGradient(Strength, Weights, gradients);
        return gradients;
    }

    public override string ToString() =>
        $"rate {Rate}, strength {Strength}, weights [{List(Weights)}], gradients [{List(Gradients)}]";

    private static string List(T[] numbers) => string.Join(", ", numbers);
}
