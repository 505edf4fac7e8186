using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>The proximal step of groups that are adjacent in memory, at one rate for all weights: each group is scaled.</summary>
/// <remarks>
/// In batches: first the factors of all groups of a batch, whose roots and quotients the processor overlaps, then one loop over all their weights, with a factor for each weight.
/// For short groups, a loop for each would take several times as long.
/// </remarks>
internal readonly struct GroupScaling<T, TGroup>(TGroup penalty, double rate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    private const int BatchLength = 512;
    private const int MostGroups = 64;

    /// <summary>Scales the groups from one to another; the part of the weights starts at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(WeightGroups groups, Span<T> part, int start, int first, int end)
    {
        Span<T> factors = stackalloc T[MostGroups], spread = stackalloc T[BatchLength];
        while (first < end)
        {
            var (count, length, anyScaled, from) = (0, 0, false, groups.Range(first, part.Length).Start - start);
            for (; count < MostGroups && first + count < end; count++)
            {
                var size = groups.Range(first + count, part.Length).Length;
                if (count > 0 && length + size > BatchLength)
                {
                    break;
                }

                factors[count] = Factor(part.Slice(from + length, size));
                anyScaled |= factors[count] != T.One;
                length += size;
            }

            if (anyScaled)
            {
                Scale(groups, part.Slice(from, length), first, factors[..count], spread);
            }

            first += count;
        }
    }

    /// <summary>The factor of one group: 1 if it does not change.</summary>
    public static void ScaleOne(Span<T> group, TGroup penalty, double rate)
    {
        var factor = new GroupScaling<T, TGroup>(penalty, rate).Factor(group);
        if (factor != T.One)
        {
            new GroupScaling<T, TGroup>(penalty, rate).ScaleBy(group, factor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Factor(Span<T> group)
    {
        var norm = double.CreateTruncating(SpanNorm.Of<T>(group));
        var next = penalty.ProximalStep(norm, rate, group.Length);
        if (next == norm)
        {
            return T.One;
        }

        var factor = Element<T>.Round(next / norm);
        return double.IsFinite(norm) && T.IsFinite(factor) ? factor : ExtremeFactor(group, norm, next, factor);
    }

    /// <summary>The factor of a group whose norm, or the quotient of it, exceeds the largest number although the weights do not: they are scaled by a power of two first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ExtremeFactor(Span<T> group, double norm, double next, T factor)
    {
        if (!double.IsFinite(next) || !TensorPrimitives.IsFiniteAll<T>(group))
        {
            return factor;
        }

        WidestLanes.Update(group, group, default, new ScaleByFormula(double.IsFinite(norm) ? 1L << 60 : 1.0 / (1L << 60)));
        return Element<T>.Round(next / double.CreateTruncating(SpanNorm.Of<T>(group)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale(WeightGroups groups, Span<T> weights, int first, ReadOnlySpan<T> factors, Span<T> spread)
    {
        if (factors.Length == 1)
        {
            ScaleBy(weights, factors[0]);
            return;
        }

        var at = 0;
        for (var i = 0; i < factors.Length; i++)
        {
            var size = groups.Range(first + i, weights.Length).Length;
            spread.Slice(at, size).Fill(factors[i]);
            at += size;
        }

        WidestLanes.Update(weights, spread[..at], default, default(ScaleFormula));
        for (var i = 0; !TGroup.HasGradient && i < factors.Length; i++)
        {
            var size = groups.Range(first + i, weights.Length).Length;
            if (factors[i] != T.One)
            {
                MoveInside(weights[..size]);
            }

            weights = weights[size..];
        }
    }

    private void ScaleBy(Span<T> group, T factor)
    {
        WidestLanes.Update(group, group, default, new ScaleByFormula(double.CreateTruncating(factor)));
        if (!TGroup.HasGradient)
        {
            MoveInside(group);
        }
    }

    /// <summary>Without a gradient the penalty is a set. Rounding may leave a group outside: it then shrinks by a unit in the last place, so that another projection changes nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveInside(Span<T> group)
    {
        var below = double.CreateTruncating(T.BitDecrement(T.One));
        while (double.CreateTruncating(SpanNorm.Of<T>(group)) is var norm && penalty.ProximalStep(norm, rate, group.Length) < norm)
        {
            WidestLanes.Update(group, group, default, new ScaleByFormula(below));
        }
    }
}
