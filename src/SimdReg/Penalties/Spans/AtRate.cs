using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>A penalty whose proximal step is at one rate, with the terms of that rate: numbers of the weights' type, widened.</summary>
internal readonly struct AtRate<TPenalty>(TPenalty penalty, double first, double second, double third) : IPenalty
    where TPenalty : struct, IPenalty
{
    // Fields of double: the JIT broadcasts a field once, before the loop.
    private readonly double _first = first;
    private readonly double _second = second;
    private readonly double _third = third;

    bool IPenalty.IsZero => penalty.IsZero;

    /// <summary>The penalty with the terms of a rate, computed in the type of the weights as in lanes.</summary>
    public static AtRate<TPenalty> Of<T>(TPenalty penalty, double rate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var terms = penalty.TermsAt<Lane<T>>(rate);
        return new(penalty, Widened(terms.First), Widened(terms.Second), Widened(terms.Third));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> => penalty.Value(weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> => penalty.AddGradient(weights, gradients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => penalty.ProximalStep(points, new RateTerms<L>(L.Splat(_first), L.Splat(_second), L.Splat(_third)));

    private static double Widened<T>(Lane<T> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var number = T.Zero;
        term.Store(ref number);
        return double.CreateTruncating(number);
    }
}
