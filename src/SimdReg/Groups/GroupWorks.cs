using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>g ← g + φ′(‖w‖)·w/‖w‖, with the weights as the source.</summary>
internal readonly struct GroupGradient<T, TGroup>(TGroup penalty) : IGroupWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    public static bool Writes => true;

    public void Do(Span<T> target, ReadOnlySpan<T> source, int group)
    {
        var norm = double.CreateTruncating(SpanNorm.Of(source));
        if (norm != 0)
        {
            WidestLanes.Update(target, source, default, new AddScaledFormula(penalty.Slope(norm, source.Length) / norm));
        }
    }
}

/// <summary>v ← prox(v), at the rates of the source or at one for all.</summary>
internal readonly struct GroupProximalStep<T, TGroup>(TGroup penalty, double rate) : IGroupWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    public static bool Writes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do(Span<T> target, ReadOnlySpan<T> source, int group)
    {
        var norm = double.CreateTruncating(SpanNorm.Of<T>(target));
        if (source.IsEmpty || !double.IsFinite(norm))
        {
            MoveTo(target, norm, penalty.ProximalStep(norm, rate, target.Length));
        }
        else if (norm != 0)
        {
            GroupRoot.ProximalStep(target, source, norm, penalty);
        }
    }

    /// <summary>Scales a group to another norm. Without a gradient the penalty is a set: the group is then scaled until it is inside, although weights are rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveTo(Span<T> target, double norm, double next)
    {
        if (next == norm)
        {
            return;
        }

        if (next == 0)
        {
            target.Clear();
            return;
        }

        WidestLanes.Update(target, target, default, new ScaleFormula(next / norm));
        if (!TGroup.HasGradient)
        {
            MoveInside(target);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveInside(Span<T> target)
    {
        var below = double.CreateTruncating(T.BitDecrement(T.One));
        while (double.CreateTruncating(SpanNorm.Of<T>(target)) is var norm && penalty.ProximalStep(norm, rate, target.Length) < norm)
        {
            WidestLanes.Update(target, target, default, new ScaleFormula(below));
        }
    }
}
