using System.Numerics.Tensors;
using SimdReg.Sums;

namespace SimdReg.Tuning;

/// <summary>The strength s of a sparse group lasso, s·(a·Σ|w| + (1 − a)·Σ d·‖w_g‖), at which every weight of zero stays zero.</summary>
/// <param name="groups">The groups.</param>
/// <param name="l1Share">a</param>
/// <param name="scalesWithSize">Whether d is √size; otherwise d is 1.</param>
internal sealed class GroupStrength(WeightGroups groups, double l1Share, bool scalesWithSize)
{
    /// <summary>The penalty at a strength.</summary>
    public Grouped<GroupLasso, L1> PenaltyAt(double strength) =>
        new SparseGroupLasso(strength * l1Share, strength * (1 - l1Share), scalesWithSize).Over(groups);

    /// <summary>The indices of the weights without a penalty: in no group, and without L1.</summary>
    public int[] Unpenalised(int weightCount) => l1Share > 0 ? [] : groups.IndicesOutside(weightCount);

    /// <summary>The smallest strength, from the gradients where all weights are zero: ‖soft(∇f_g, s·a)‖ ≤ s·(1 − a)·d for each group.</summary>
    /// <remarks>One pass over the gradients. A group whose condition holds at the largest strength so far costs one norm, others a few.</remarks>
    public double Largest(ReadOnlySpan<double> gradients)
    {
        var strength = 0.0;
        if (l1Share > 0)
        {
            foreach (var index in groups.IndicesOutside(gradients.Length))
            {
                strength = Math.Max(strength, Math.Abs(gradients[index]) / l1Share);
            }
        }

        var buffer = new double[2 * groups.LargestSize(gradients.Length)];
        for (var group = 0; group < groups.CountUnchecked(gradients.Length); group++)
        {
            var size = groups.Range(group, gradients.Length).Length;
            var magnitudes = buffer.AsSpan(0, size);
            groups.Gather(group, gradients, magnitudes);
            TensorPrimitives.Abs<double>(magnitudes, magnitudes);
            strength = AtLeast(strength, magnitudes, buffer.AsSpan(size, size));
        }

        return RoundUp(strength, gradients);
    }

    /// <summary>The root of h(s) = ‖max(|g| − s·a, 0)‖ − s·(1 − a)·d, or the strength to start from if h is not positive there.</summary>
    /// <remarks>
    /// Newton's method. h decreases and is convex, so the iterates increase and do not pass the root. From one to the next either h or its slope is at least halved (h′/h + s′/s ≤ 1 for
    /// the quotients), and the slope is between a + (1 − a)·d and √size times that: so h is below 2⁻⁵³ of what it was after about 27 + ¼·log₂ size iterations.
    /// </remarks>
    private double AtLeast(double strength, ReadOnlySpan<double> magnitudes, Span<double> rest)
    {
        var factor = (1 - l1Share) * (scalesWithSize ? Math.Sqrt(magnitudes.Length) : 1);
        while (true)
        {
            TensorPrimitives.Subtract(magnitudes, strength * l1Share, rest);
            TensorPrimitives.Max(rest, 0, rest);
            var norm = SpanNorm.Of<double>(rest);
            var slope = (norm > 0 ? l1Share * TensorPrimitives.Sum<double>(rest) / norm : 0) + factor;
            var next = strength + ((norm - (strength * factor)) / slope);
            if (!(next > strength))
            {
                return strength;
            }

            strength = next;
        }
    }

    /// <summary>Raises a strength until its proximal step, with its rounding, leaves no penalised weight: by a few units in the last place.</summary>
    private double RoundUp(double strength, ReadOnlySpan<double> gradients)
    {
        var points = new double[gradients.Length];
        for (var step = Math.BitIncrement(strength) - strength; strength is > 0 and <= float.MaxValue; strength += step, step *= 2)
        {
            // A step from zero at a rate that is a power of 2 is this one, scaled.
            points.AsSpan().Clear();
            new Sgd(1).Step(points, gradients, PenaltyAt(strength).Proximal());
            if (l1Share > 0 ? !points.AsSpan().ContainsAnyExcept(0.0) : groups.NonZeroCount<double>(points) == 0)
            {
                break;
            }
        }

        return strength;
    }
}
