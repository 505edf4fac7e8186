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
internal readonly struct GroupScaling<T, TGroup>(TGroup penalty, double rate, int maxDegreeOfParallelism = 1)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGroup : struct, IGroupPenalty
{
    private const int BatchLength = 512;
    private const int MostGroups = 64;

    /// <summary>Scales the groups from one to another; the part of the weights starts at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(WeightGroups groups, Span<T> part, int start, int first, int end)
    {
        Span<T> factors = stackalloc T[BatchLength];
        Span<Enclosure> squares = stackalloc Enclosure[MostGroups];
        var rest = first == end ? default : part[(groups.Range(first, part.Length).Start - start)..];
        for (var group = first; group < end;)
        {
            // In a loop of their own, the sums of many groups overlap; so do the roots and quotients of the next loop.
            var (from, length) = (group, 0);
            do
            {
                var size = groups.SizeOfAdjacent(group, part.Length);
                if (length + size > BatchLength && length > 0)
                {
                    break;
                }

                squares[group - from] = SpanSums.Enclose<T>(rest.Slice(length, size), NormStrengths.OfSquares);
                length += size;
            }
            while (++group < end && length < BatchLength && group - from < MostGroups);

            var (at, anyScaled, factor) = (0, false, T.One);
            for (var i = from; i < group; i++)
            {
                var size = groups.SizeOfAdjacent(i, part.Length);
                factor = Factor(in squares[i - from], rest.Slice(at, size));
                anyScaled |= factor != T.One;
                if (length <= BatchLength)
                {
                    factors.Slice(at, size).Fill(factor);
                }

                at += size;
            }

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

            at = 0;
            for (; !TGroup.HasGradient && from < group; from++)
            {
                var size = groups.SizeOfAdjacent(from, part.Length);
                if (length > BatchLength || (size > 0 && factors[at] != T.One))
                {
                    MoveInside(batch.Slice(at, size));
                }

                at += size;
            }
        }
    }

    /// <summary>Scales one group, on several threads if it is long.</summary>
    public void ScaleOne(Span<T> group)
    {
        var factor = Factor(SpanSums.Enclose<T>(group, NormStrengths.OfSquares, maxDegreeOfParallelism), group);
        if (factor == T.One)
        {
            return;
        }

        ScaleBy(group, double.CreateTruncating(factor));
        if (!TGroup.HasGradient)
        {
            MoveInside(group);
        }
    }

    /// <summary>The factor of a group, given the enclosure of Σw²: 1 if it does not change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Factor(in Enclosure squares, Span<T> group)
    {
        var norm = SpanNorm.Of<T>(in squares, group);
        var next = Next(norm, group.Length);
        if (next == norm)
        {
            return T.One;
        }

        var factor = Element<T>.Round(next / norm);
        return double.IsFinite(norm) && (T.IsNormal(factor) || next == 0) ? factor : ExtremeFactor(group, norm, next, factor);
    }

    /// <summary>The norm after the step. That of a set is a number of the type, as norms are, and a sphere takes each norm that a scaled group may have after rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Next(double norm, int size)
    {
        var next = penalty.ProximalStep(norm, rate, size);
        if (TGroup.HasGradient)
        {
            return next;
        }

        next = double.CreateTruncating(Element<T>.Round(next));
        var unit = 1 - double.CreateTruncating(T.BitDecrement(T.One));
        return !TGroup.IsConvex && Math.Abs(next - norm) <= 4 * unit * next ? norm : next;
    }

    /// <summary>The factor of a group whose norm, or the quotient of it, is beyond the normal numbers although the weights are not: they are scaled by a power of two first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private T ExtremeFactor(Span<T> group, double norm, double next, T factor)
    {
        if (!double.IsFinite(next) || !TensorPrimitives.IsFiniteAll<T>(group))
        {
            return factor;
        }

        ScaleBy(group, double.IsFinite(norm) && next > norm ? 1L << 60 : 1.0 / (1L << 60));
        var scaled = SpanNorm.Of<T>(group, maxDegreeOfParallelism);
        return scaled == 0 ? T.Zero : Element<T>.Round(next / scaled);
    }

    /// <summary>Without a gradient the penalty is a set. Rounding may leave a group outside: it then shrinks by a unit in the last place, and by more if that is not enough, so that another projection changes nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveInside(Span<T> group)
    {
        var step = 1 - double.CreateTruncating(T.BitDecrement(T.One));
        for (; SpanNorm.Of<T>(group, maxDegreeOfParallelism) is var norm && Next(norm, group.Length) < norm; step *= 2)
        {
            ScaleBy(group, 1 - step);
        }
    }

    private void ScaleBy(Span<T> group, double factor) => ParallelUpdate.Run(group, new ScaleByFormula(factor), maxDegreeOfParallelism);
}
