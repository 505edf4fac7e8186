using System.Numerics;

namespace SimdReg;

/// <summary>The rates of a proximal step: one for all weights, or one for each.</summary>
internal readonly ref struct Rates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One rate for all weights, rounded to their type as in lanes.</summary>
    public Rates(double rate) => Uniform = Element<T>.Round(rate);

    /// <summary>A rate for each weight.</summary>
    public Rates(ReadOnlySpan<T> rates) => PerWeight = rates;

    /// <summary>The rate of all weights, if there is one.</summary>
    public T Uniform { get; }

    /// <summary>The rate of each weight; empty if there is one for all.</summary>
    public ReadOnlySpan<T> PerWeight { get; }

    public bool AreUniform => PerWeight.IsEmpty;
}
