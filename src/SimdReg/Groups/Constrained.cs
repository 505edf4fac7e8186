using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>A penalty and a constraint: each step ends with the projection of the weights onto the set. Created by <c>penalty.Within(constraint)</c>.</summary>
/// <remarks>
/// The penalty enters the step by its mode; the projection follows in every mode. The constraint charges nothing: the value is that of the penalty. In proximal mode this is the proximal step of
/// the penalty, then the projection, which is the proximal step of both together for <see cref="None"/>, and for few other pairs. With <see cref="StepOptions.KeepZeros"/> a weight of
/// zero stays zero after the projection, even where the set asks for another value.
/// </remarks>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TConstraint">The constraint.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public readonly record struct Constrained<TPenalty, TConstraint> : IPenalty
    where TPenalty : struct, IPenalty
    where TConstraint : struct, IConstraint
{
    /// <summary>Not supported: it would have no parameters.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Use penalty.Within(constraint).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Constrained() => throw new NotSupportedException("Use penalty.Within(constraint).");

    internal Constrained(TPenalty penalty, TConstraint constraint)
    {
        Inner = penalty;
        Constraint = constraint;
    }

    /// <summary>The penalty.</summary>
    public TPenalty Inner { get; }

    /// <summary>The set that the weights lie in after each step.</summary>
    public TConstraint Constraint { get; }

    static bool IPenalty.HasGradient => TPenalty.HasGradient;

    static bool IPenalty.IsConvex => TPenalty.IsConvex && TConstraint.IsConvex;

    static bool IPenalty.IsStructured => true;

    static bool IPenalty.HasStructureGradient => TPenalty.HasStructureGradient;

    static bool IPenalty.NeedsRates => TPenalty.NeedsRates;

    // The constraint remains where the penalty is zero, and the formulas below leave that out: 0·∞ would be NaN.
    bool IPenalty.IsZero => false;

    /// <summary>The value of the penalty.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> => Inner.Value(weights);

    /// <summary>g + the gradient of the penalty.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> => Inner.IsZero ? gradients : Inner.AddGradient(weights, gradients);

    /// <summary>The proximal step of the penalty, without the projection.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => Inner.IsZero ? points : Inner.ProximalStep(points, rate);

    int? IPenalty.NonZeroGroupCount<T>(ReadOnlySpan<T> weights) => Inner.NonZeroGroupCount(weights);

    void IPenalty.RequireFits(int weightCount)
    {
        if (TPenalty.IsStructured)
        {
            Inner.RequireFits(weightCount);
        }

        if (TConstraint.IsPartwise)
        {
            Constraint.RequireFits(weightCount);
        }
    }

    int IPenalty.BoundaryFrom(int index, int weightCount)
    {
        if (!TConstraint.IsPartwise)
        {
            return index == 0 ? 0 : weightCount;
        }

        while (true)
        {
            var boundary = Constraint.BoundaryFrom(TPenalty.IsStructured ? Inner.BoundaryFrom(index, weightCount) : index, weightCount);
            if (boundary == index)
            {
                return boundary;
            }

            index = boundary;
        }
    }

    uint IPenalty.StructureChecksum =>
        BitOperations.Crc32C(TPenalty.IsStructured ? Inner.StructureChecksum : 0, TConstraint.IsPartwise ? Constraint.StructureChecksum : 0);

    double IPenalty.StructuredValue<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism) =>
        double.CreateTruncating(SpanSums.Of(weights, Inner, maxDegreeOfParallelism));

    void IPenalty.AddStructureGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, int start, int maxDegreeOfParallelism) =>
        Inner.AddStructureGradient(weights, gradients, start, maxDegreeOfParallelism);

    void IPenalty.EndStep<T>(Span<T> points, Rates<T> rates, bool isProximal, int start, int maxDegreeOfParallelism)
    {
        if (TPenalty.IsStructured)
        {
            Inner.EndStep(points, rates, isProximal, start, maxDegreeOfParallelism);
        }

        if (TConstraint.IsPartwise)
        {
            Constraint.ProjectPart(points, start, maxDegreeOfParallelism);
        }
        else
        {
            Constraint.Project(points, maxDegreeOfParallelism);
        }
    }
}
