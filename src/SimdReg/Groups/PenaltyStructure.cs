namespace SimdReg;

/// <summary>Combines penalties with what they act on: groups of weights, a factor for each weight, a constraint, a sign.</summary>
public static class PenaltyStructure
{
    /// <summary>Gives a group penalty its groups.</summary>
    /// <typeparam name="TGroup">The group penalty.</typeparam>
    /// <param name="penalty">The group penalty.</param>
    /// <param name="groups">The groups.</param>
    /// <returns>The penalty on weights that are divided so: add a mode, as in <c>.Proximal()</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> is null.</exception>
    public static Grouped<TGroup, None> Over<TGroup>(this TGroup penalty, WeightGroups groups)
        where TGroup : struct, IGroupPenalty =>
        new(penalty, default, groups);

    /// <summary>Multiplies the penalty of each weight by a factor.</summary>
    /// <typeparam name="TPenalty">The penalty, a function of one weight.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <param name="factors">A factor for each weight: finite, at least 0. 0 frees the weight. The memory is not copied.</param>
    /// <returns>The penalty with its factors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A factor is NaN, negative or above the largest float.</exception>
    /// <exception cref="NotSupportedException">The penalty has structure already.</exception>
    public static Factored<TPenalty, float> WithFactors<TPenalty>(this TPenalty penalty, ReadOnlyMemory<float> factors)
        where TPenalty : struct, IPenalty =>
        new(penalty, factors);

    /// <inheritdoc cref="WithFactors{TPenalty}(TPenalty, ReadOnlyMemory{float})"/>
    public static Factored<TPenalty, double> WithFactors<TPenalty>(this TPenalty penalty, ReadOnlyMemory<double> factors)
        where TPenalty : struct, IPenalty =>
        new(penalty, factors);

    /// <summary>Ends each step with the projection of the weights onto a set.</summary>
    /// <typeparam name="TPenalty">The penalty; <see cref="None"/> for the constraint alone.</typeparam>
    /// <typeparam name="TConstraint">The constraint.</typeparam>
    /// <param name="penalty">The penalty.</param>
    /// <param name="constraint">The constraint.</param>
    /// <returns>The penalty with the constraint: add a mode, as in <c>.Decoupled()</c>.</returns>
    public static Constrained<TPenalty, TConstraint> Within<TPenalty, TConstraint>(this TPenalty penalty, TConstraint constraint)
        where TPenalty : struct, IPenalty
        where TConstraint : struct, IConstraint =>
        new(penalty, constraint);

    /// <summary>The penalty on weights of at least 0.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="penalty">The penalty on one weight: even, and not falling as |w| grows.</param>
    /// <returns>The penalty, and +∞ for negative weights.</returns>
    /// <exception cref="NotSupportedException">The penalty has structure. Use <c>penalty.Within(default(NonNegative))</c>.</exception>
    public static NonNegative<TPenalty> NonNegative<TPenalty>(this TPenalty penalty)
        where TPenalty : struct, IPenalty =>
        new(penalty);
}
