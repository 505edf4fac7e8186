using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>A penalty sum: the public call, and the sum of a block forced to every width.</summary>
internal sealed record SumKernel<T>(
    string Name, IPenaltyReference Reference, SumCall<T, T> Call, IReadOnlyList<SumWay<T>> Blocks);

internal delegate TResult SumCall<T, TResult>(ReadOnlySpan<T> weights);

/// <summary>One way to sum a block, in double, and in so many lanes.</summary>
internal sealed record SumWay<T>(string Name, int LaneCount, SumCall<T, double> Call);

/// <summary>Makes sums.</summary>
internal static class SumKernel
{
    public static IReadOnlyList<SumKernel<T>> All<T>(double strength = 0.3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. PenaltyTable.All.Select(penalty => penalty.Sum<T>(strength))];

    public static SumKernel<T> Of<T, TPenalty>(TPenalty penalty, IPenaltyReference reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var name = $"Penalty.Sum({penalty}) on {typeof(T).Name}";
        return new(
            name,
            reference,
            weights => Penalty.Sum(weights, penalty),
            [
                Forced<Lane<double>, Lane<T>, T, TPenalty>(name, penalty),
                Forced<VectorLanes<double>, VectorLanes<T>, T, TPenalty>(name, penalty),
                Forced<Lanes512<double>, Lanes512<T>, T, TPenalty>(name, penalty),
            ]);
    }

    private static SumWay<T> Forced<L, W, T, TPenalty>(string name, TPenalty penalty)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        new($"{name}, in {L.Count} lanes", L.Count, block => new TermReduction<T, ValueTerm<TPenalty>>(new(penalty)).Reduce<L, W>(block).High);
}
