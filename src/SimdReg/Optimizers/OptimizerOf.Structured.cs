using System.Runtime.CompilerServices;
using SimdReg.Optimizers;
using SimdReg.Steps;

namespace SimdReg;

/// <content>Penalties with structure, which see where the weights are in their array.</content>
public sealed partial class Optimizer<T, TRule, TPenalty, TMode>
{
    // Structure counts from the first weight of the array.
    private readonly ArrayPiece _piece;

    internal override int CutFrom(int index)
    {
        var place = (_piece.Start + index) & -CodedBlocks.Length;
        return Math.Max(0, (TPenalty.IsStructured && !Term.Penalty.IsZero ? Term.Penalty.BoundaryFrom(place, _piece.ArrayLength) : place) - _piece.Start);
    }

    private StepOutcome<T> RunStructured(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options, bool isMeasured) =>
        StructuredStep<TRule, T, TPenalty, TMode>.Run(
            weights,
            gradients,
            State.AsSpans(start, weights.Length),
            in _prepared!.Rule,
            in _prepared.Constants,
            Term,
            in Joined is null ? ref Unsafe.AsRef(in options) : ref Joined.Options,
            _piece.Start + start,
            _piece.ArrayLength,
            maxDegreeOfParallelism: 1,
            isMeasured);

    /// <summary>Requires that no group of a penalty has weights on both sides of an end of the piece.</summary>
    private void RequireWholeGroups(PenaltyTerm<TPenalty, TMode> term)
    {
        var penalty = term.Penalty;
        if (TPenalty.IsStructured && _piece.Length < _piece.ArrayLength && !penalty.IsZero
            && (penalty.BoundaryFrom(_piece.Start, _piece.ArrayLength) != _piece.Start || penalty.BoundaryFrom(_piece.End, _piece.ArrayLength) != _piece.End))
        {
            throw new ArgumentException($"A group of {Refuse.NameOf(typeof(TPenalty))} has weights on two ranks, which divided the array at the groups of the penalty before: its groups must end where those do.", nameof(term));
        }
    }
}
