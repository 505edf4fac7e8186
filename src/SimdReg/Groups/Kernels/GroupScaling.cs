using System.Numerics;
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

    /// <summary>Scales the groups from one to another; the part of the weights starts at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(WeightGroups groups, Span<T> part, int start, int first, int end)
    {
        Span<T> factors = stackalloc T[BatchLength];
        var rest = first == end ? default : part[(groups.Range(first, part.Length).Start - start)..];
        for (var group = first; group < end;)
        {
            var (from, length, anyScaled, factor) = (group, 0, false, T.One);
            do
            {
                var size = groups.SizeOfAdjacent(group, part.Length);
                if (length + size > BatchLength && length > 0)
                {
                    break;
                }

                factor = Factor(rest.Slice(length, size));
                anyScaled |= factor != T.One;
                length += size;
                if (length <= BatchLength)
                {
                    factors.Slice(length - size, size).Fill(factor);
                }
            }
            while (++group < end && length < BatchLength);

            var batch = rest[..length];
            rest = rest[length..];
            if (!anyScaled)
            {
                continue;
            }

            if (length > BatchLength)
            {
                WidestLanes.Update(batch, batch, default, new ScaleByFormula(double.CreateTruncating(factor)));
            }
            else
            {
                WidestLanes.Update(batch, factors[..length], default, default(ScaleFormula));
            }

            for (; !TGroup.HasGradient && from < group; from++)
            {
                var size = groups.SizeOfAdjacent(from, part.Length);
                MoveInside(batch[..size]);
                batch = batch[size..];
            }
        }
    }

    /// <summary>Scales one group.</summary>
    public void ScaleOne(Span<T> group)
    {
        var factor = Factor(group);
        if (factor == T.One)
        {
            return;
        }

        WidestLanes.Update(group, group, default, new ScaleByFormula(double.CreateTruncating(factor)));
        if (!TGroup.HasGradient)
        {
            MoveInside(group);
        }
    }

    /// <summary>The factor of a group: 1 if it does not change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Factor(ReadOnlySpan<T> group)
    {
        var norm = SpanNorm.Of(group);
        var next = penalty.ProximalStep(norm, rate, group.Length);
        return next == norm ? T.One : Element<T>.Round(next / norm);
    }

    /// <summary>Without a gradient the penalty is a set. Rounding may leave a group outside: it then shrinks by a unit in the last place, so that another projection changes nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveInside(Span<T> group)
    {
        var below = double.CreateTruncating(T.BitDecrement(T.One));
        while (SpanNorm.Of<T>(group) is var norm && penalty.ProximalStep(norm, rate, group.Length) < norm)
        {
            WidestLanes.Update(group, group, default, new ScaleByFormula(below));
        }
    }
}
