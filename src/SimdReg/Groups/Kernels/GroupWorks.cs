using System.Numerics;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>g ← g + φ′(‖w‖)·w/‖w‖, with the weights as the source.</summary>
internal readonly struct GroupGradient<T, TGroup>(TGroup penalty) : IGroupWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    public void Do(Span<T> target, ReadOnlySpan<T> source)
    {
        var norm = SpanNorm.Of(source);
        if (norm == 0)
        {
            return;
        }

        var slope = penalty.Slope(norm, source.Length);
        if (T.IsFinite(Element<T>.Round(slope / norm)) || !double.IsFinite(slope))
        {
            WidestLanes.Update(target, source, default, new AddScaledFormula(slope / norm));
        }
        else
        {
            // A tiny group: its direction first.
            WidestLanes.Update(target, source, default, new AddDirectionFormula(slope, Math.Min(1 / norm, double.CreateTruncating(Element<T>.LargestFinite))));
        }
    }

    public void DoAdjacent(WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int first, int end) =>
        GroupLoop.EachAdjacent(groups, target, source, start, first, end, in this);
}

/// <summary>v ← prox(v), at the rates of the source or at one for all.</summary>
internal readonly struct GroupProximalStep<T, TGroup>(TGroup penalty, double rate) : IGroupWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    public void Do(Span<T> target, ReadOnlySpan<T> source)
    {
        if (source.IsEmpty)
        {
            new GroupScaling<T, TGroup>(penalty, rate).ScaleOne(target);
            return;
        }

        var norm = SpanNorm.Of<T>(target);
        if (!double.IsFinite(norm))
        {
            new GroupScaling<T, TGroup>(penalty, 0).ScaleOne(target);
        }
        else if (norm != 0)
        {
            GroupRoot.ProximalStep(target, source, norm, penalty);
        }
    }

    public void DoAdjacent(WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int first, int end)
    {
        if (source.IsEmpty)
        {
            new GroupScaling<T, TGroup>(penalty, rate).Run(groups, target, start, first, end);
        }
        else
        {
            GroupLoop.EachAdjacent(groups, target, source, start, first, end, in this);
        }
    }
}
