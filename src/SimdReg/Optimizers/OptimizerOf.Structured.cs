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
        var place = _piece.Start + index;
        if (!_piece.IsCutAt(place))
        {
            // Groups of a penalty of strength 0 too: its strength may change.
            place &= -CodedBlocks.Length;
            place = TPenalty.IsStructured ? Term.Penalty.BoundaryFrom(place, _piece.ArrayLength) : place;
        }

        return Math.Max(0, place - _piece.Start);
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

    /// <summary>Requires that no group of a penalty has weights on both sides of a cut. Every process has the same cuts, and so refuses the same.</summary>
    private void RequireWholeGroups(PenaltyTerm<TPenalty, TMode> term)
    {
        if (!TPenalty.IsStructured)
        {
            return;
        }

        foreach (var cut in _piece.Cuts)
        {
            if (term.Penalty.BoundaryFrom(cut, _piece.ArrayLength) != cut)
            {
                throw new ArgumentException($"A group of {Refuse.NameOf(typeof(TPenalty))} has weights on both sides of weight {cut}, where the array was divided at the end of a group of the penalty before: a group must end there.", nameof(term));
            }
        }
    }

    internal override string Settings => $"{Rule}, {Term}, learning rate {LearningRate}, {Options with { MaxDegreeOfParallelism = 1 }}";

    internal override uint StructureChecksum => TPenalty.IsStructured ? Term.Penalty.StructureChecksum : 0;
}
