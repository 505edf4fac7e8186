using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Groups;
using SimdReg.Lanes;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>A group penalty with its groups, and a penalty on each weight: p(w) = Σ e(wᵢ) + Σ φ(‖w_g‖). Created by <c>penalty.Over(groups)</c>.</summary>
/// <remarks>
/// The norm of a group is correctly rounded, so that a step has the same bits at every width, shape and number of threads. A step in proximal mode takes the proximal step of the
/// penalty on each weight, then that of the group: for L1 that is the proximal step of the sum. A NaN in a group makes its norm, and so the whole group, NaN.
/// </remarks>
/// <typeparam name="TGroup">The group penalty.</typeparam>
/// <typeparam name="TElement">The penalty on each weight: <see cref="None"/>, or <see cref="L1"/> for a <see cref="SparseGroupLasso"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public readonly record struct Grouped<TGroup, TElement> : IPenalty, IConstraint
    where TGroup : struct, IGroupPenalty
    where TElement : struct, IPenalty
{
    private readonly WeightGroups? _groups;

    /// <summary>Not supported: it would have no parameters.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Use penalty.Over(groups).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Grouped() => throw new NotSupportedException("Use penalty.Over(groups).");

    internal Grouped(TGroup group, TElement element, WeightGroups groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        OnGroups = group;
        OnWeights = element;
        _groups = groups;
    }

    /// <summary>The penalty on each group.</summary>
    public TGroup OnGroups { get; }

    /// <summary>The penalty on each weight.</summary>
    public TElement OnWeights { get; }

    /// <summary>The groups.</summary>
    public WeightGroups Groups => _groups ?? WeightGroups.All;

    static bool IPenalty.HasGradient => TGroup.HasGradient && TElement.HasGradient;

    static bool IPenalty.IsConvex => TGroup.IsConvex && TElement.IsConvex;

    static bool IConstraint.IsConvex => TGroup.IsConvex;

    static bool IPenalty.IsStructured => true;

    static bool IPenalty.HasStructureGradient => TGroup.HasGradient;

    static bool IPenalty.NeedsRates => TGroup.HasGradient;

    static bool IConstraint.IsPartwise => true;

    bool IPenalty.IsZero => OnGroups.IsZero && OnWeights.IsZero;

    /// <summary>e(w), without the groups.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> => OnWeights.Value(weights);

    /// <summary>g + ∂e(w), without the groups.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> => OnWeights.AddGradient(weights, gradients);

    /// <summary>The proximal step of e, without the groups.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => OnWeights.ProximalStep(points, rate);

    /// <summary>Projects each group onto the set, if the penalty is one, such as <see cref="MaxNorm"/>.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The penalty is not a set: it has a gradient.</exception>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        RequireSet();
        Groups.RequireFits(weights.Length, nameof(weights));
        ProjectPart(weights, 0, maxDegreeOfParallelism);
    }

    int? IPenalty.NonZeroGroupCount<T>(ReadOnlySpan<T> weights) => Groups.NonZeroCount(weights);

    void IPenalty.RequireFits(int weightCount) => Groups.RequireFits(weightCount, "weights");

    void IConstraint.RequireFits(int weightCount)
    {
        RequireSet();
        Groups.RequireFits(weightCount, "weights");
    }

    int IPenalty.BoundaryFrom(int index, int weightCount) => Groups.BoundaryFrom(index, weightCount);

    int IConstraint.BoundaryFrom(int index, int weightCount) => Groups.BoundaryFrom(index, weightCount);

    uint IPenalty.StructureChecksum => Groups.Checksum;

    uint IConstraint.StructureChecksum => Groups.Checksum;

    double IPenalty.StructuredValue<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
    {
        Groups.RequireFits(weights.Length, nameof(weights));

        // A weight without a group is charged nothing, but a NaN in it shows.
        var sum = new DoubleDouble(OnWeights.IsZero && Groups.CoverAll ? 0 : double.CreateTruncating(SpanSums.Of(weights, OnWeights, maxDegreeOfParallelism)), 0);
        return GroupLoop.Sum(Groups, weights, sum, OnGroups);
    }

    void IPenalty.AddStructureGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, int start, int maxDegreeOfParallelism)
    {
        if (!OnGroups.IsZero)
        {
            GroupLoop.Visit(Groups, gradients, weights, start, maxDegreeOfParallelism, new GroupGradient<T, TGroup>(OnGroups));
        }
    }

    void IPenalty.EndStep<T>(Span<T> points, Rates<T> rates, bool isProximal, int start, int maxDegreeOfParallelism)
    {
        if (isProximal && !OnGroups.IsZero)
        {
            GroupLoop.Visit(
                Groups, points, rates.PerWeight, start, maxDegreeOfParallelism, new GroupProximalStep<T, TGroup>(OnGroups, double.CreateTruncating(rates.Uniform)));
        }
    }

    void IConstraint.ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism) => ProjectPart(weights, start, maxDegreeOfParallelism);

    private static void RequireSet()
    {
        if (TGroup.HasGradient)
        {
            throw new NotSupportedException($"{typeof(TGroup).Name} is a charge on groups, not a set that weights lie in, for which HasGradient would be false: use it as penalty.Over(groups).Proximal().");
        }
    }

    private void ProjectPart<T>(Span<T> weights, int start, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GroupLoop.Visit(Groups, weights, default, start, maxDegreeOfParallelism, new GroupProximalStep<T, TGroup>(OnGroups, 1));
}
